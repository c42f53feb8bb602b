package dev.gemba.cli.remote;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Brings the agent into a running JVM. */
public final class Attacher {

  private static final Duration TO_LOAD = Duration.ofSeconds(60);
  private static final Duration TO_LISTEN = Duration.ofSeconds(20);
  private static final Duration TO_WEAVE = Duration.ofMinutes(10);
  private static final long POLL_MILLIS = 50;

  /** Is told what is being waited for, again and again. */
  @FunctionalInterface
  public interface Waiting {
    void on(String what);
  }

  /**
   * What an attach came to.
   *
   * @param again whether the agent was there already, and got another config
   * @param status the agent's, once everything is woven
   */
  public record Attached(boolean again, Map<String, Object> status) {}

  private Attacher() {}

  /** Numbers of the JVMs that this user may know of. */
  public static List<Long> jvms() throws RemoteException {
    try {
      return VirtualMachine.list().stream()
          .map(VirtualMachineDescriptor::id)
          .filter(id -> id.chars().allMatch(Character::isDigit))
          .map(Long::valueOf)
          .sorted()
          .toList();
    } catch (NoClassDefFoundError e) {
      throw noAttachModule();
    }
  }

  /**
   * Loads the agent into a JVM, or gives the one in there another config, and waits until it has
   * woven everything.
   *
   * @param jar of Gemba
   * @param config null for what the agent finds by itself
   */
  public static Attached attach(long pid, Path jar, Path config, Waiting waiting)
      throws RemoteException {
    JvmProcess process = JvmProcess.of(pid).orElse(null);
    String self = ProcessHandle.current().info().user().orElse(null);
    String obstacle =
        config == null
            ? Obstacle.before(pid, process, self, jar)
            : Obstacle.before(pid, process, self, jar, config);
    if (obstacle != null) {
      throw RemoteException.unreachable(obstacle);
    }
    Map<String, Object> before = ControlClient.isThere(pid) ? statusOrNull(pid) : null;
    load(process, jar, config == null ? "" : config.toString(), waiting);
    await(
        pid,
        TO_LISTEN,
        () -> {
          waiting.on("the agent to answer");
          return isNews(before, statusOrNull(pid));
        },
        "the agent was loaded into process "
            + pid
            + ", but does not answer; its messages are on that process's standard error");
    await(
        pid,
        TO_WEAVE,
        () -> {
          Map<String, Object> status = statusOrNull(pid);
          int pending = status == null ? 0 : pending(status);
          waiting.on("classes to be woven (" + pending + " left)");
          return pending == 0;
        },
        "process " + pid + " is still weaving; 'gemba status " + pid + "' tells how far it is");
    Map<String, Object> status = ControlClient.ask(pid, "status", Map.of(), (done, of) -> {});
    return new Attached(before != null, status);
  }

  private static void load(JvmProcess process, Path jar, String argument, Waiting waiting)
      throws RemoteException {
    CompletableFuture<Void> loading = new CompletableFuture<>();
    Thread loader =
        new Thread(
            () -> {
              try {
                VirtualMachine jvm = VirtualMachine.attach(Long.toString(process.pid()));
                try {
                  jvm.loadAgent(jar.toString(), argument);
                } finally {
                  jvm.detach();
                }
                loading.complete(null);
              } catch (Throwable e) {
                loading.completeExceptionally(e);
              }
            },
            "gemba-attach");
    // The JVM may never answer, and then this thread never ends.
    loader.setDaemon(true);
    loader.start();
    long until = System.nanoTime() + TO_LOAD.toNanos();
    while (true) {
      try {
        loading.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException notYet) {
        waiting.on("process " + process.pid() + " to load the agent");
        if (System.nanoTime() - until > 0) {
          throw RemoteException.unreachable(
              "process "
                  + process.pid()
                  + " did not load the agent within "
                  + TO_LOAD.toSeconds()
                  + " s; it may be stopped, or have no CPU");
        }
      } catch (ExecutionException e) {
        throw failed(process, e.getCause());
      } catch (InterruptedException e) {
        throw RemoteException.unreachable("interrupted");
      }
    }
  }

  private static RemoteException failed(JvmProcess process, Throwable thrown) {
    if (thrown instanceof NoClassDefFoundError) {
      return noAttachModule();
    }
    return RemoteException.unreachable(
        JvmProcess.of(process.pid()).isEmpty()
            ? "process " + process.pid() + " has ended"
            : Obstacle.after(process, thrown));
  }

  private static RemoteException noAttachModule() {
    return RemoteException.unreachable(
        "this Java ("
            + System.getProperty("java.home")
            + ") has no module jdk.attach; run the command with a JDK, or a runtime image that has"
            + " it");
  }

  /** Whether the agent is there, and goes by another config than before, or has refused one. */
  private static boolean isNews(Map<String, Object> before, Map<String, Object> now) {
    return now != null && (before == null || !Objects.equals(moments(before), moments(now)));
  }

  private static Map<String, Object> moments(Map<String, Object> status) {
    Map<String, Object> moments = new TreeMap<>();
    moments.put("started", String.valueOf(status.get("started")));
    if (status.get("config") instanceof Map<?, ?> config) {
      moments.put("since", String.valueOf(config.get("since")));
      if (config.get("rejected") instanceof Map<?, ?> rejected) {
        moments.put("rejected", String.valueOf(rejected.get("at")));
      }
    }
    return moments;
  }

  private static int pending(Map<String, Object> status) {
    return status.get("weaving") instanceof Map<?, ?> weaving
            && weaving.get("pending") instanceof Number number
        ? number.intValue()
        : 0;
  }

  private static Map<String, Object> statusOrNull(long pid) {
    try {
      return ControlClient.ask(pid, "status", Map.of(), (done, of) -> {});
    } catch (RemoteException notYet) {
      return null;
    }
  }

  private static void await(long pid, Duration limit, BooleanSupplier condition, String otherwise)
      throws RemoteException {
    long until = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (JvmProcess.of(pid).isEmpty()) {
        throw RemoteException.unreachable("process " + pid + " has ended");
      }
      if (System.nanoTime() - until > 0) {
        throw RemoteException.unreachable(otherwise);
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        throw RemoteException.unreachable("interrupted");
      }
    }
  }
}
