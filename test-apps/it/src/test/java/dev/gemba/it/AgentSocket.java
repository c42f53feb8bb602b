package dev.gemba.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Talks to the agent as the command line does, but without starting a JVM for each question. */
final class AgentSocket {

  private static final Duration TO_COME_UP = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private AgentSocket() {}

  static Path of(long pid) throws IOException {
    Object uid = Files.getAttribute(Path.of("/proc/" + pid), "unix:uid");
    return Path.of("/tmp", "gemba-" + uid, pid + ".sock");
  }

  /** Whether anybody listens there: a JVM of that number that was killed may have left its file. */
  static boolean isServed(long pid) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(of(pid)));
    } catch (SocketException nobody) {
      return false;
    }
  }

  /** The last line of the answer of an agent, which may be about to come up. */
  static JsonNode ask(long pid, String request) throws IOException {
    try (SocketChannel channel = connected(pid)) {
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      JsonNode last = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        last = JSON.readTree(line);
      }
      if (last == null) {
        throw new IOException("no answer to " + request);
      }
      return last;
    }
  }

  private static SocketChannel connected(long pid) throws IOException {
    long until = System.nanoTime() + TO_COME_UP.toNanos();
    while (true) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(of(pid)));
        return channel;
      } catch (IOException notYet) {
        channel.close();
        if (System.nanoTime() - until > 0) {
          throw notYet;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  /** Calls of an operation since the agent's start, once the collector has had its turn. */
  static long calls(long pid, String operation) throws IOException, InterruptedException {
    long last = -1;
    for (int still = 0; still < 2; ) {
      Thread.sleep(1_100);
      long now = 0;
      for (JsonNode target : ask(pid, "targets").path("targets")) {
        for (JsonNode method : target.path("woven")) {
          if (method.path("operation").asText().equals(operation)) {
            now = method.path("operationCalls").asLong();
          }
        }
      }
      still = now == last ? still + 1 : 0;
      last = now;
    }
    return last;
  }
}
