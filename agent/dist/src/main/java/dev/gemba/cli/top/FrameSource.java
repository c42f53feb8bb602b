package dev.gemba.cli.top;

import dev.gemba.cli.remote.ControlClient;
import dev.gemba.cli.remote.RemoteException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Frames from the agent, read by a thread of its own, so that keys are never kept waiting. For one
 * thread besides that.
 */
public final class FrameSource implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final long pid;
  private final Duration interval;
  private final AtomicReference<Frame> newest = new AtomicReference<>();
  private final AtomicReference<RemoteException> ended = new AtomicReference<>();
  private ControlClient client;

  public FrameSource(long pid, Duration interval) {
    this.pid = pid;
    this.interval = interval;
  }

  /** The answers themselves, for {@code --json}; the caller closes the client. */
  public static ControlClient open(long pid, Duration interval, int windowSeconds)
      throws RemoteException {
    Map<String, String> values = new TreeMap<>();
    values.put("interval", Long.toString(interval.toMillis()));
    values.put("window", Long.toString(windowSeconds * 1_000L));
    return ControlClient.send(pid, "top", values);
  }

  /** Looks at another window from now on. */
  void look(int windowSeconds) throws RemoteException {
    close();
    ControlClient opened = open(pid, interval, windowSeconds);
    client = opened;
    Thread reader = new Thread(() -> read(opened), "gemba-top");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(ControlClient from) {
    try {
      Map<String, Object> answer = from.next(interval.plus(PATIENCE));
      while (answer != null) {
        newest.set(Frame.of(answer));
        answer = from.next(interval.plus(PATIENCE));
      }
      end(from, from.ended());
    } catch (RemoteException e) {
      end(from, e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very conversation that is meant
  private void end(ControlClient from, RemoteException why) {
    if (from == client) {
      ended.set(why);
    }
  }

  /** A frame that has come since the last call; null if none has. */
  Frame take() {
    return newest.getAndSet(null);
  }

  /** Why no frame will come any more; null as long as they do. */
  RemoteException ended() {
    return ended.get();
  }

  /** Asks for a capture level; what came of it, in one line. */
  String request(View.Request request) {
    try {
      Map<String, String> values = new TreeMap<>();
      values.put("operation", request.operation());
      values.put("level", request.level());
      ControlClient.ask(pid, "level", values, (done, of) -> {});
      return request.level().equals("config")
          ? request.operation() + " has the level of its config"
          : request.operation() + " is at " + request.level() + " until the config is told (=)";
    } catch (RemoteException e) {
      return e.getMessage();
    }
  }

  @Override
  public void close() {
    ControlClient closing = client;
    client = null;
    if (closing != null) {
      closing.close();
    }
  }
}
