package dev.gemba.kanban.http;

import static java.lang.System.Logger.Level.ERROR;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.gemba.kanban.problem.Problem;
import dev.gemba.kanban.security.Authorizer;
import dev.gemba.kanban.security.Principal;
import dev.gemba.kanban.security.RateLimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one way in: finds the route, finds out who asks, limits the rate, checks the role, and only
 * then reads the body and calls the handler. Whatever goes wrong becomes a problem document.
 */
public final class Gateway implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  private final Router router;
  private final Authorizer authorizer;
  private final RateLimiter rateLimiter;
  private final AtomicInteger inFlight = new AtomicInteger();

  public Gateway(Api api, Authorizer authorizer, RateLimiter rateLimiter) {
    this.router = new Router(api.routes());
    this.authorizer = authorizer;
    this.rateLimiter = rateLimiter;
  }

  /** Whether no request is being answered. */
  public boolean isIdle() {
    return inFlight.get() == 0;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    inFlight.incrementAndGet();
    try (exchange) {
      send(exchange, answer(exchange));
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private Response answer(HttpExchange exchange) throws IOException {
    String instance = exchange.getRequestURI().getRawPath();
    try {
      return admit(exchange);
    } catch (Problem problem) {
      return Response.problem(problem, instance);
    } catch (RuntimeException e) {
      LOG.log(ERROR, () -> exchange.getRequestMethod() + " " + instance + " failed", e);
      return Response.serverError(instance);
    }
  }

  private Response admit(HttpExchange exchange) throws IOException {
    List<String> path = RequestReader.path(exchange.getRequestURI());
    Router.Match match = router.find(exchange.getRequestMethod(), path);
    Route route = match.route();
    Principal principal = route.permission() == null ? null : principal(exchange, route);
    return route
        .handler()
        .handle(
            new Request(
                principal,
                match.values(),
                RequestReader.query(exchange.getRequestURI()),
                RequestReader.body(exchange)));
  }

  private Principal principal(HttpExchange exchange, Route route) {
    Principal principal = authorizer.authenticate(RequestReader.key(exchange));
    rateLimiter.acquire(principal);
    authorizer.authorize(principal, route.permission());
    return principal;
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    response.headers().forEach(headers::set);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    boolean empty = response.body().length == 0;
    exchange.sendResponseHeaders(response.status(), empty ? -1 : response.body().length);
    if (!empty) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(response.body());
      }
    }
  }
}
