package dev.gemba.bootstrap;

import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.ForceInline;

/**
 * Where the recorders of platform threads are found by the ids of these: with half the loads that a
 * thread-local takes. A place belongs to whoever came first among the threads whose ids share it;
 * the others, and virtual threads, are not here and are to look into their {@link CarrierLocal}.
 *
 * <p>Written when a thread records for the first time and when it has ended, never by a call, so
 * that all threads read it from their own caches. What a thread finds it compares with itself, so
 * that nothing here need be ordered.
 *
 * <p>The id is read from the field and not by {@link Thread#getId}, which an application may
 * override, and may have woven. The agent has to export {@code jdk.internal.misc} to the boot
 * loader's unnamed module before this class is initialised; without that, nobody is ever found
 * here.
 */
final class RecorderTable {

  static final int PLACES = 1 << 12;

  private static final Recorder[] BY_ID = new Recorder[PLACES];

  /** Of {@code Thread.tid}; negative if it cannot be read. */
  private static final long ID_OFFSET = idOffset();

  private RecorderTable() {}

  private static long idOffset() {
    try {
      return Unsafe.getUnsafe().objectFieldOffset(Thread.class, "tid");
    } catch (LinkageError | RuntimeException notOpened) {
      return -1;
    }
  }

  /** The recorder of the calling thread; null if it is not here. */
  @SuppressWarnings("ReferenceEquality") // threads may define equality as they please
  @ForceInline
  static Recorder find() {
    if (ID_OFFSET < 0) {
      return null;
    }
    Thread caller = Thread.currentThread();
    Recorder found = BY_ID[placeOf(caller)];
    return found != null && found.thread() == caller ? found : null;
  }

  /** Puts in a recorder of the calling thread, or of its carrier, if there is room for it. */
  @SuppressWarnings("ReferenceEquality")
  static void put(Recorder recorder) {
    if (ID_OFFSET < 0) {
      return;
    }
    int place = placeOf(recorder.thread());
    Recorder there = BY_ID[place];
    if (there == null || there.thread() == recorder.thread() || !there.thread().isAlive()) {
      BY_ID[place] = recorder;
    }
  }

  /** Takes out a recorder whose thread has ended or has another one, if it is here. */
  static void remove(Recorder recorder) {
    if (ID_OFFSET < 0) {
      return;
    }
    int place = placeOf(recorder.thread());
    if (BY_ID[place] == recorder) {
      BY_ID[place] = null;
    }
  }

  @ForceInline
  private static int placeOf(Thread thread) {
    return (int) Unsafe.getUnsafe().getLong(thread, ID_OFFSET) & (PLACES - 1);
  }
}
