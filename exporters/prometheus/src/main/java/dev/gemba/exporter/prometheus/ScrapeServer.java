package dev.gemba.exporter.prometheus;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.support.BasicHttpServerRequestHandler;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * Answers one request a connection, so that no thread waits for a client between its scrapes.
 *
 * <p>Not the JDK's server: it reads its system properties once in a JVM, when the first server is
 * made, and the application's own may be the second.
 *
 * <p>All threads are daemons, are named {@code gemba-prometheus-…} and have no context class
 * loader.
 */
final class ScrapeServer implements Closeable {

  // A client that stops in the middle of its request holds a thread until its time is up.
  private static final int MAX_THREADS = 4;
  private static final int MAX_WAITING = 64;
  private static final int READ_MILLIS = 10_000;
  private static final int IDLE_SECONDS = 30;
  // The JVM may be short of file descriptors for a while.
  private static final int AFTER_FAILURE_MILLIS = 500;
  private static final int TO_END_MILLIS = 2_000;

  private final ServerSocket socket;
  private final HttpService http;
  private final DefaultBHttpServerConnectionFactory connections =
      new DefaultBHttpServerConnectionFactory(
          "http", Http1Config.DEFAULT, CharCodingConfig.DEFAULT);
  private final Thread acceptor = thread(this::accept, "accept");
  private final ThreadPoolExecutor workers = workers();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ScrapeServer(ServerSocket socket, HttpRequestHandler handler) {
    this.socket = socket;
    this.http =
        new HttpService(
            HttpProcessors.server("Gemba"),
            new BasicHttpServerRequestHandler((request, context) -> handler),
            (request, response, context) -> false,
            null);
  }

  /**
   * Listens.
   *
   * @throws IOException with a message for the person who wrote the config
   */
  static ScrapeServer start(InetSocketAddress address, HttpRequestHandler handler)
      throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(address);
    } catch (IOException e) {
      socket.close();
      throw new IOException(
          "cannot listen on %s (%s); set port to a free one (0 takes any), or host"
              .formatted(authority(address), e.getMessage()),
          e);
    }
    ScrapeServer server = new ScrapeServer(socket, handler);
    server.acceptor.start();
    return server;
  }

  /** Host and port as in a URL. */
  String authority() {
    return authority((InetSocketAddress) socket.getLocalSocketAddress());
  }

  /** Releases the port, hangs up on clients and lets all threads end. */
  @Override
  public void close() throws IOException {
    socket.close();
    workers.shutdownNow();
    for (Socket client : open) {
      client.close();
    }
    try {
      // It has the port until it has left accept().
      acceptor.join(TO_END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        hand(socket.accept());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          rest();
        }
      }
    }
  }

  private void hand(Socket client) throws IOException {
    open.add(client);
    try {
      workers.execute(() -> answer(client));
    } catch (RejectedExecutionException e) {
      open.remove(client);
      client.close();
    }
  }

  private void answer(Socket client) {
    try (client) {
      client.setSoTimeout(READ_MILLIS);
      client.setTcpNoDelay(true);
      try (DefaultBHttpServerConnection connection = connections.createConnection(client)) {
        http.handleRequest(connection, HttpCoreContext.create());
      }
    } catch (IOException | HttpException ignored) {
      // The client hung up. It will come again, and a client's manners are no news for our user.
    } finally {
      open.remove(client);
    }
  }

  private static void rest() {
    try {
      Thread.sleep(AFTER_FAILURE_MILLIS);
    } catch (InterruptedException ignored) {
      // Nobody interrupts this thread to any purpose: it ends when the socket is closed.
    }
  }

  private static ThreadPoolExecutor workers() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            work -> thread(work, "" + number.incrementAndGet()));
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(null, work, "gemba-prometheus-" + name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  private static String authority(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String text = host.isAnyLocalAddress() ? "localhost" : host.getHostAddress();
    return (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
  }
}
