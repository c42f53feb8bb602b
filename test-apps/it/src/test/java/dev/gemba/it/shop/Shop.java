package dev.gemba.it.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A shop of two processes: {@code Shop stock URL} has a database, {@code Shop front PORT} takes
 * orders and asks the stock. In both, a request goes on in a pool of its own. Each ends when its
 * standard input does.
 *
 * <p>{@code /order/WAY/N} has the front ask the stock in one of the ways below, and the stock make
 * {@code 1 + N % 3} queries; of every seventh order the last query is one that fails.
 */
public final class Shop {

  private static final int THREADS = 8;
  private static final int ITEMS = 100;
  private static final int FAILING = 7;

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  private Shop() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Shop shop = new Shop();
    if (arguments[0].equals("stock")) {
      shop.serveStock(database(arguments[1]));
    } else {
      shop.serveOrders("http://127.0.0.1:" + arguments[1] + "/stock/");
    }
    shop.server.start();
    System.out.println("listening " + shop.server.getAddress().getPort() + ".");
    int ignored = System.in.read();
    System.exit(0);
  }

  private static HikariDataSource database(String url) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(THREADS);
    HikariDataSource source = new HikariDataSource(config);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table stock (id int primary key, amount int not null)");
      for (int i = 0; i < ITEMS; i++) {
        statement.executeUpdate("insert into stock values (" + i + ", " + i * i + ")");
      }
    }
    return source;
  }

  private interface Handler {
    String answer(String[] path) throws Exception;
  }

  private void serve(String context, Handler handler) {
    server.createContext(
        context,
        exchange -> {
          try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            send(exchange, pool.submit(() -> handler.answer(path)).get());
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(text.equals("none") ? 404 : 200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private void serveStock(HikariDataSource source) {
    serve("/stock", path -> stock(source, Integer.parseInt(path[2])));
  }

  private static String stock(HikariDataSource source, int order) throws SQLException {
    long amount = 0;
    try (Connection connection = source.getConnection()) {
      for (int i = 0; i <= order % 3; i++) {
        boolean fails = order % FAILING == 0 && i == order % 3;
        amount += fails ? failing(connection) : amountOf(connection, (order + i) % ITEMS);
      }
    }
    return "amount " + amount;
  }

  private static long amountOf(Connection connection, int item) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select amount from stock where id = ?")) {
      statement.setInt(1, item);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static long failing(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("update shelf set amount = 7 where name = 'secret'");
    } catch (SQLException expected) {
      return 0;
    }
  }

  private void serveOrders(String stock) {
    HttpClient client = HttpClient.newHttpClient();
    serve("/order", path -> order(client, path[2], URI.create(stock + path[3])));
  }

  private static String order(HttpClient client, String way, URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
    return switch (way) {
      case "send" -> client.send(request, text).body();
      case "async" -> client.sendAsync(request, text).thenApply(HttpResponse::body).get();
      case "url" -> read((HttpURLConnection) uri.toURL().openConnection());
      default -> "none";
    };
  }

  private static String read(HttpURLConnection connection) throws IOException {
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      return "none";
    }
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
