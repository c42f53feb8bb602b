package dev.gemba.cli.remote;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request to the agent in another JVM, and its answers. For one thread; close it. */
public final class ControlClient implements AutoCloseable {

  /** Is told how far the agent has come. */
  @FunctionalInterface
  public interface Progress {
    void at(int done, int of);
  }

  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration TO_END = Duration.ofSeconds(2);

  private final long pid;
  private final SocketChannel channel;
  private final Timer timer = new Timer("gemba-patience", true);
  private final BufferedReader answers;

  private ControlClient(long pid, SocketChannel channel) {
    this.pid = pid;
    this.channel = channel;
    this.answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  /**
   * Sends a request.
   *
   * @param values by name
   * @throws RemoteException if there is no agent in that JVM, or no such JVM
   */
  public static ControlClient send(long pid, String command, Map<String, String> values)
      throws RemoteException {
    Path socket = ControlSocket.of(pid);
    if (socket == null || ProcessHandle.of(pid).isEmpty()) {
      throw RemoteException.unreachable(whyNoSocket(pid));
    }
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      ControlClient client = new ControlClient(pid, channel);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        client.write(command, values);
        return client;
      } catch (IOException e) {
        client.close();
        throw e;
      }
    } catch (IOException e) {
      throw RemoteException.unreachable(
          "process "
              + pid
              + " does not answer at "
              + socket
              + " ("
              + e.getMessage()
              + "); its agent may be leaving, or belong to another user");
    }
  }

  private static String whyNoSocket(long pid) {
    return ProcessHandle.of(pid).isEmpty()
        ? "found no process " + pid + "; 'gemba ps' lists the JVMs that there are"
        : "found no Gemba in process " + pid + "; 'gemba attach " + pid + "' brings it in";
  }

  /** Whether an agent listens there. */
  public static boolean isThere(long pid) {
    return ControlSocket.of(pid) != null;
  }

  /** Sends a request and waits for the one answer. */
  public static Map<String, Object> ask(
      long pid, String command, Map<String, String> values, Progress progress)
      throws RemoteException {
    try (ControlClient client = send(pid, command, values)) {
      while (true) {
        Map<String, Object> answer = client.next();
        if (answer == null) {
          throw client.ended();
        }
        if (answer.get("progress") instanceof Map<?, ?> at) {
          progress.at(((Number) at.get("done")).intValue(), ((Number) at.get("of")).intValue());
        } else {
          return answer;
        }
      }
    }
  }

  private void write(String command, Map<String, String> values) throws IOException {
    StringBuilder line = new StringBuilder(command);
    values.forEach(
        (key, value) ->
            line.append(' ')
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line.append('\n').toString());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next answer; null if there is none any more. */
  public Map<String, Object> next() throws RemoteException {
    return next(PATIENCE);
  }

  /**
   * The next answer; null if there is none any more.
   *
   * @param patience how long the agent may take for it
   * @throws RemoteException if the agent answers that it cannot, or not at all
   */
  public Map<String, Object> next(Duration patience) throws RemoteException {
    TimerTask giveUp = giveUp();
    timer.schedule(giveUp, patience.toMillis());
    Map<String, Object> answer;
    try {
      String line = answers.readLine();
      if (line == null) {
        return null;
      }
      answer = JSON.std.mapFrom(line);
    } catch (IOException e) {
      throw ended();
    } finally {
      giveUp.cancel();
    }
    if (answer.get("error") instanceof Map<?, ?> error) {
      RemoteException.Kind kind =
          "usage".equals(error.get("code"))
              ? RemoteException.Kind.USAGE
              : RemoteException.Kind.REFUSED;
      throw new RemoteException(kind, String.valueOf(error.get("message")));
    }
    return answer;
  }

  /** Ends the reading of an answer that does not come: of a JVM that is stopped, say. */
  private TimerTask giveUp() {
    return new TimerTask() {
      @Override
      public void run() {
        close();
      }
    };
  }

  /** What to say when the answer breaks off. */
  public RemoteException ended() {
    return RemoteException.unreachable(
        hasEnded()
            ? "process " + pid + " has ended"
            : "the agent in process " + pid + " gave no answer");
  }

  /** A JVM that ends closes the conversation first, and is there for a moment longer. */
  private boolean hasEnded() {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null) {
      return true;
    }
    try {
      process.onExit().get(TO_END.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    } catch (ExecutionException | InterruptedException e) {
      return !process.isAlive();
    }
  }

  @Override
  public void close() {
    timer.cancel();
    try {
      channel.close();
    } catch (IOException ignored) {
      // Nothing is lost with it.
    }
  }
}
