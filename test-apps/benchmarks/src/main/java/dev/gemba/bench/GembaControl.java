package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the Gemba in a JVM over its control socket. The command line would ask the same, at the
 * price of a JVM for each question beside the one that is measured.
 */
final class GembaControl {

  private static final Duration TO_LISTEN = Duration.ofSeconds(20);

  private final Path socket;

  private GembaControl(Path socket) {
    this.socket = socket;
  }

  /** Of a process of this user's, in which Gemba may still be about to listen. */
  static GembaControl of(long pid) throws IOException {
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return new GembaControl(Path.of("/tmp", "gemba-" + user, pid + ".sock"));
  }

  /** What was done and why, and the prices. Takes some seconds: it looks at a while. */
  JsonNode overhead() throws IOException {
    return ask("overhead");
  }

  /** What is woven, and what is the matter with the rest. */
  JsonNode targets() throws IOException {
    return ask("targets");
  }

  /** Sets the level of an operation by hand, so that the governor leaves it alone. */
  void pin(String operation, String level) throws IOException {
    ask(
        "level operation="
            + URLEncoder.encode(operation, StandardCharsets.UTF_8)
            + " level="
            + level);
  }

  /** Has the config read again, and waits until it is in force. */
  void reload() throws IOException {
    if (!ask("reload").path("reloaded").path("applied").asBoolean()) {
      throw new IllegalStateException("Gemba did not apply its config");
    }
  }

  /**
   * @throws IllegalStateException if Gemba refuses; the message says why
   */
  private JsonNode ask(String request) throws IOException {
    try (SocketChannel channel = connect()) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(request + "\n");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      BufferedReader answers =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      JsonNode answer;
      do {
        answer = new ObjectMapper().readTree(answers.readLine());
      } while (answer.has("progress"));
      if (answer.has("error")) {
        throw new IllegalStateException(answer.path("error").path("message").asText());
      }
      return answer;
    }
  }

  /** The file is there a moment before anybody listens. */
  private SocketChannel connect() throws IOException {
    long start = System.nanoTime();
    while (true) {
      if (Files.exists(socket)) {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
          channel.connect(UnixDomainSocketAddress.of(socket));
          return channel;
        } catch (ConnectException notYet) {
          channel.close();
        }
      }
      if (System.nanoTime() - start > TO_LISTEN.toNanos()) {
        throw new IllegalStateException("no Gemba listens at " + socket);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
