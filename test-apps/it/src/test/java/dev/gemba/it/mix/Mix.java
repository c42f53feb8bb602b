package dev.gemba.it.mix;

import com.sun.net.httpserver.HttpServer;
import dev.gemba.api.Gemba;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Orders, some steps of which have spans of OpenTelemetry's, written by hand, and some of Gemba's.
 * What lies in what is always the same:
 *
 * <pre>
 *   Mix.order            Gemba
 *     pack               OpenTelemetry
 *       Mix.fetch        Gemba
 *         label          OpenTelemetry
 *     Mix.ship           Gemba, on another thread where there is an executor
 *       GET …            what asks over HTTP, and is asked
 * </pre>
 *
 * <p>Arguments: how many orders, and {@code http} if they are to be shipped that way.
 */
public final class Mix {

  private static final long AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final Tracer TRACER = GlobalOpenTelemetry.getTracer("mix");

  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI shipping;

  private Mix(URI shipping) {
    this.shipping = shipping;
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    int orders = Integer.parseInt(arguments[0]);
    boolean http = arguments.length > 1;
    HttpServer server = http ? serve() : null;
    Mix mix = new Mix(http ? address(server) : null);
    mix.awaitTraces();
    for (int i = 0; i < orders; i++) {
      mix.order(i);
    }
    mix.pool.shutdown();
    if (!mix.pool.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("shipping has not come to its end");
    }
    if (http) {
      server.stop(0);
    }
    System.out.println("Handled " + orders + " orders.");
  }

  private static HttpServer serve() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/ship",
        exchange -> {
          receive();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ship");
  }

  /** The JDK's executors are woven some time after something is that may have spans. */
  private void awaitTraces() throws Exception {
    long until = System.nanoTime() + AT_MOST_NANOS;
    while (rehearse().isEmpty()) {
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException("no trace goes on to another thread");
      }
    }
  }

  private String rehearse() throws Exception {
    return pool.submit(Gemba::traceparent).get();
  }

  private void order(int number) throws Exception {
    Span span = TRACER.spanBuilder("pack").startSpan();
    Scope scope = span.makeCurrent();
    try {
      fetch(number);
    } finally {
      scope.close();
      span.end();
    }
    pool.submit(() -> ship(number)).get();
  }

  private static void fetch(int number) {
    // With no scope of its own, and a parent that nobody names.
    TRACER.spanBuilder("label").setAttribute("order", number).startSpan().end();
  }

  private Integer ship(int number) throws IOException, InterruptedException {
    if (shipping != null) {
      client.send(HttpRequest.newBuilder(shipping).build(), HttpResponse.BodyHandlers.discarding());
    }
    return number;
  }

  private static void receive() {
    TRACER.spanBuilder("unload").startSpan().end();
  }
}
