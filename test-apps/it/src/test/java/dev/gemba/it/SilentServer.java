package dev.gemba.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Accepts connections on loopback and never says a word. */
final class SilentServer implements AutoCloseable {

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> accepted = new ArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);

  SilentServer() throws IOException {
    Thread thread = new Thread(this::accept, "silent server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        keep(socket.accept());
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private synchronized void keep(Socket connection) {
    accepted.add(connection);
    first.countDown();
  }

  int port() {
    return socket.getLocalPort();
  }

  synchronized int connections() {
    return accepted.size();
  }

  boolean awaitConnection(Duration atMost) throws InterruptedException {
    return first.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void close() throws IOException {
    socket.close();
    for (Socket connection : accepted) {
      connection.close();
    }
  }
}
