package dev.gemba.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/**
 * {@code Main DIRECTORY}: has libraries of HTTP in directories under that one. It serves itself,
 * and has each of the servlet containers serve on a port of its own; {@code listening NAME=PORT …
 * .} tells which. Ends when its standard input does.
 *
 * <p>{@code /ask/CLIENT/WAY/…} has a client ask for what follows, with a slash before it, of this
 * server; {@code /ask/CLIENT/WAY/nobody} asks where nobody listens. {@code /answers/STATUS} answers
 * with that status, 302 by way of {@code /answers/200}; {@code /answers/slow} takes its time.
 */
public final class Main {

  private static final int THREADS = 16;
  private static final int FOUND = 302;
  private static final int BAD_GATEWAY = 502;
  private static final int OK = 200;
  private static final long SLOW_MILLIS = 20;

  private final HttpServer server;
  private final Map<String, BiFunction<String, String, Integer>> clients;

  private Main(Map<String, BiFunction<String, String, Integer>> clients) throws IOException {
    this.clients = clients;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/ask", this::ask);
    server.createContext("/answers", Main::answer);
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Libraries libraries = new Libraries(Path.of(arguments[0]));
    Main main = new Main(libraries.clients());
    main.server.start();
    StringBuilder ports = new StringBuilder("listening main=").append(main.port());
    libraries
        .servers()
        .forEach((name, port) -> ports.append(' ').append(name).append('=').append(port));
    System.out.println(ports.append(" ."));
    int ignored = System.in.read();
    System.exit(0);
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private void ask(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", 5);
      int port = path[4].equals("nobody") ? nobody() : port();
      String url = "http://127.0.0.1:" + port + "/" + path[4] + "?secret=1";
      send(exchange, status(clients.get(path[2]), path[3], url));
    }
  }

  private static int status(BiFunction<String, String, Integer> client, String way, String url) {
    try {
      return client.apply(way, url);
    } catch (RuntimeException failed) {
      System.err.println(url + ": " + failed);
      return BAD_GATEWAY;
    }
  }

  private static int nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = exchange.getRequestURI().getPath().split("/")[2];
      if (asked.equals("slow")) {
        Thread.sleep(SLOW_MILLIS);
        send(exchange, OK);
        return;
      }
      int status = Integer.parseInt(asked);
      if (status == FOUND) {
        exchange.getResponseHeaders().set("Location", "/answers/200");
      }
      send(exchange, status);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status) throws IOException {
    byte[] body = Integer.toString(status).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
