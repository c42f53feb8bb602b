package dev.gemba.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A TCP proxy on loopback before a server there, which lets a test choose what goes wrong. It keeps
 * its port for as long as it lives, also while nobody listens. For any thread.
 */
public final class FaultyProxy implements AutoCloseable {

  private static final int GARBAGE_BYTES = 256;

  private final int target;
  private final int port;
  private final List<Socket> open = new ArrayList<>();

  // Guarded by this.
  private ServerSocket listening;
  private Fault fault = Fault.NONE;
  private int connections;
  private boolean closed;

  private FaultyProxy(int target) throws IOException {
    this.target = target;
    this.listening = listen(0);
    this.port = listening.getLocalPort();
    accept(listening);
  }

  /** A proxy without a fault yet, before a server on this port of the loopback address. */
  public static FaultyProxy before(int targetPort) throws IOException {
    return new FaultyProxy(targetPort);
  }

  /** Where it listens, on the loopback address. */
  public int port() {
    return port;
  }

  /** How many connections there were so far. */
  public synchronized int connections() {
    return connections;
  }

  /** Ends all connections; those to come meet this fault. */
  public synchronized void inject(Fault next) throws IOException {
    fault = next;
    cut();
    if (next == Fault.REFUSE) {
      listening.close();
    } else if (listening.isClosed()) {
      listening = listen(port);
      accept(listening);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    listening.close();
    cut();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private void cut() {
    open.forEach(FaultyProxy::close);
    open.clear();
  }

  private void accept(ServerSocket from) {
    start(
        () -> {
          while (true) {
            Socket client = from.accept();
            start(() -> serve(client, admit(client)));
          }
        });
  }

  /** The fault that a new connection meets. */
  private synchronized Fault admit(Socket client) {
    connections++;
    if (closed || fault == Fault.REFUSE) {
      close(client);
      return Fault.REFUSE;
    }
    open.add(client);
    return fault;
  }

  private void serve(Socket client, Fault meets) throws IOException {
    switch (meets) {
      case NONE -> relay(client, true);
      case LOSE_ANSWER -> relay(client, false);
      case RESET -> {
        read(client);
        client.setSoLinger(true, 0); // so that closing it resets it
        client.close();
      }
      case HALF_OPEN -> drain(client);
      case GARBAGE -> {
        byte[] garbage = new byte[GARBAGE_BYTES];
        new Random(GARBAGE_BYTES).nextBytes(garbage);
        answer(client, garbage);
      }
      case TOO_MANY_REQUESTS -> answer(client, http("429 Too Many Requests", "Retry-After: 1\r\n"));
      case UNAVAILABLE -> answer(client, http("503 Service Unavailable", ""));
      case STALL, REFUSE -> {} // which is all there is to it
    }
  }

  private void relay(Socket client, boolean andBack) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    synchronized (this) {
      open.add(server);
    }
    start(
        () -> {
          OutputStream back = andBack ? client.getOutputStream() : OutputStream.nullOutputStream();
          copy(server.getInputStream(), back, client);
        });
    copy(client.getInputStream(), server.getOutputStream(), server);
  }

  /** What one side sends to the other, until it ends; then the other ends, too. */
  private static void copy(InputStream from, OutputStream to, Socket other) throws IOException {
    try {
      byte[] buffer = new byte[8192];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    } finally {
      close(other);
    }
  }

  private static void answer(Socket client, byte[] bytes) throws IOException {
    read(client);
    client.getOutputStream().write(bytes);
    client.getOutputStream().flush();
    client.shutdownOutput();
    drain(client); // closed before it has read everything, it would reset the connection
  }

  private static byte[] http(String status, String header) {
    String answer =
        "HTTP/1.1 " + status + "\r\n" + header + "Content-Length: 0\r\nConnection: close";
    return (answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static void read(Socket client) throws IOException {
    int ignored = client.getInputStream().read(new byte[8192]);
  }

  private static void drain(Socket client) throws IOException {
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // Then it is as good as closed.
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException ignored) {
                // Connections end, by the test's will or by that of either side.
              }
            },
            "faulty proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
