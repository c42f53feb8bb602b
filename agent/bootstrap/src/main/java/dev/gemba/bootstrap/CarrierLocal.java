package dev.gemba.bootstrap;

import java.lang.reflect.Method;
import jdk.internal.vm.annotation.ForceInline;

/**
 * A thread-local that virtual threads share with the platform thread that carries them.
 *
 * <p>A recorder is written between two reads of this local, by code that never blocks; a virtual
 * thread leaves its carrier only where it blocks, so the carrier's recorder has one writer at a
 * time. A million virtual threads thus need no more recorders than there are carriers.
 *
 * <p>Before JDK 21 there are no virtual threads and this is an ordinary thread-local. From 21 on it
 * is the JDK's own {@code CarrierThreadLocal}, for which the agent has to open {@code
 * jdk.internal.misc} and {@code jdk.internal.access} to the boot loader's unnamed module before
 * this class is initialised. Where that failed, each virtual thread gets a recorder of its own:
 * right, but dear.
 */
final class CarrierLocal {

  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  /** Whether recorders are shared by the virtual threads of a carrier. */
  static final boolean SHARED;

  private static final Object ACCESS;
  private static final Method CURRENT_CARRIER;
  private static final ThreadLocal<Recorder> LOCAL;

  static {
    Object access = null;
    Method currentCarrier = null;
    ThreadLocal<Recorder> local = null;
    if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
      try {
        local = carrierThreadLocal();
        access =
            Class.forName("jdk.internal.access.SharedSecrets")
                .getMethod("getJavaLangAccess")
                .invoke(null);
        currentCarrier =
            Class.forName("jdk.internal.access.JavaLangAccess").getMethod("currentCarrierThread");
      } catch (ReflectiveOperationException | RuntimeException ignored) {
        // Not opened: an ordinary thread-local is right as well, as the class comment says.
        local = null;
      }
    }
    LOCAL = local != null ? local : new ThreadLocal<>();
    ACCESS = access;
    CURRENT_CARRIER = local != null ? currentCarrier : null;
    SHARED = local != null;
  }

  private CarrierLocal() {}

  @ForceInline
  static Recorder get() {
    return LOCAL.get();
  }

  static void set(Recorder recorder) {
    LOCAL.set(recorder);
  }

  /** The current thread, or the one that carries it if it is virtual. */
  static Thread carrier() {
    if (CURRENT_CARRIER != null) {
      try {
        return (Thread) CURRENT_CARRIER.invoke(ACCESS);
      } catch (ReflectiveOperationException ignored) {
        // Then the thread itself: the recorder is retired when that ends, which loses nothing.
      }
    }
    return Thread.currentThread();
  }

  @SuppressWarnings("unchecked") // the class has no bound on what it holds
  private static ThreadLocal<Recorder> carrierThreadLocal() throws ReflectiveOperationException {
    return (ThreadLocal<Recorder>)
        Class.forName("jdk.internal.misc.CarrierThreadLocal")
            .asSubclass(ThreadLocal.class)
            .getDeclaredConstructor()
            .newInstance();
  }
}
