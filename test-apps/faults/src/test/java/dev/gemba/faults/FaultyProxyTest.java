package dev.gemba.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultyProxyTest {

  private static final int SOON_MILLIS = 300;

  private final List<String> received = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private FaultyProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread echo = new Thread(this::echo, "echo");
    echo.setDaemon(true);
    echo.start();
    proxy = FaultyProxy.before(server.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void handsOnBothWays() throws IOException {
    assertThat(ask("hello")).isEqualTo("echo hello");
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void refusesAndComesBackOnTheSamePort() throws IOException {
    proxy.inject(Fault.REFUSE);
    assertThatThrownBy(() -> ask("hello")).isInstanceOf(ConnectException.class);
    proxy.inject(Fault.NONE);
    assertThat(ask("hello")).isEqualTo("echo hello");
  }

  @Test
  void resets() throws IOException {
    proxy.inject(Fault.RESET);
    assertThatThrownBy(() -> ask("hello"))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void staysSilentWhetherItReadsOrNot() throws IOException {
    for (Fault fault : List.of(Fault.STALL, Fault.HALF_OPEN)) {
      proxy.inject(fault);
      assertThatThrownBy(() -> ask("hello")).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(received).isEmpty();
  }

  @Test
  void losesAnAnswerToWhatHasArrived() throws IOException {
    proxy.inject(Fault.LOSE_ANSWER);
    assertThat(ask("hello")).as("an end without an answer").isNull();
    assertThat(received).containsExactly("hello");
  }

  @Test
  void answersInPlaceOfTheServer() throws IOException {
    proxy.inject(Fault.TOO_MANY_REQUESTS);
    assertThat(ask("hello")).isEqualTo("HTTP/1.1 429 Too Many Requests");
    proxy.inject(Fault.UNAVAILABLE);
    assertThat(ask("hello")).isEqualTo("HTTP/1.1 503 Service Unavailable");
    proxy.inject(Fault.GARBAGE);
    assertThat(ask("hello")).doesNotContain("hello");
    assertThat(received).isEmpty();
  }

  @Test
  void endsConnectionsThatAreOpenWhenAFaultBegins() throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      client.setSoTimeout(SOON_MILLIS);
      while (proxy.connections() == 0) {
        Thread.onSpinWait();
      }
      proxy.inject(Fault.NONE);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  private String ask(String line) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      client.setSoTimeout(SOON_MILLIS);
      client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      return reader(client).readLine();
    }
  }

  private void echo() {
    try {
      while (true) {
        try (Socket client = server.accept()) {
          String line = reader(client).readLine();
          received.add(line);
          client.getOutputStream().write(("echo " + line).getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException ignored) {
      // The test is over.
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }
}
