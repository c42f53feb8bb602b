package dev.gemba.it.helping;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server whose requests allocate what their paths say: {@code /large} and {@code /small}. Runs
 * until its input ends. With the argument {@code virtual}, requests are answered by virtual
 * threads.
 */
public final class Helpings {

  public static final int LARGE_BYTES = 4 << 20;
  public static final int SMALL_BYTES = 256 << 10;

  /** So that no array is left out by the JIT. */
  private static volatile byte[] last;

  private Helpings() {}

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/large", exchange -> answer(exchange, LARGE_BYTES));
    server.createContext("/small", exchange -> answer(exchange, SMALL_BYTES));
    server.setExecutor(
        args.length > 0 && args[0].equals("virtual") ? virtual() : Executors.newFixedThreadPool(2));
    server.start();
    System.out.println("serving http://127.0.0.1:" + server.getAddress().getPort());
    int ignored = System.in.read();
    System.exit(0);
  }

  /** Compiled for JDK 17, which has none. */
  private static ExecutorService virtual() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private static void answer(HttpExchange exchange, int bytes) throws IOException {
    try (exchange) {
      last = new byte[bytes];
      exchange.getResponseHeaders().set("Helping", "" + last.length);
      exchange.sendResponseHeaders(204, -1);
    }
  }
}
