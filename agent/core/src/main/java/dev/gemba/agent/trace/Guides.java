package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.config.Target;
import dev.gemba.bootstrap.Guide;
import dev.gemba.bootstrap.OtherTracer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The guides of all targets of packs; the same one for a target as long as the agent is there. Safe
 * for use by many threads.
 */
public final class Guides {

  private static final Enricher NONE = new NoEnricher();

  private final ModuleOpener opener;
  private final Companions<String> prepared = new Companions<>();
  private final Companions<JedisConnection> connections = new Companions<>();
  private final Companions<JedisSocket> sockets = new Companions<>();
  private final LettuceAnswers answers = new LettuceAnswers();
  private final Map<String, Enricher> enrichers;
  private Otel otel;
  private final Map<Target, PackGuide> guides = new ConcurrentHashMap<>();
  private final Map<String, OperationNames> operations = new ConcurrentHashMap<>();
  private final Map<String, Integer> families = new ConcurrentHashMap<>();
  private volatile TraceHeaders formats = new TraceHeaders(List.of("tracecontext", "baggage"));

  /** No guides yet. */
  public Guides(ModuleOpener opener) {
    this.opener = opener;
    SqlStatements statements = new SqlStatements();
    RedisNames names = new RedisNames();
    this.enrichers =
        Map.of(
            "http-server", new HttpServer(),
            "http-client", new HttpClient(),
            "sql", new Sql(statements, prepared),
            "sql-prepared", new SqlPrepared(prepared),
            "jedis", new Jedis(names, connections, sockets),
            "jedis-sent", new JedisSends(names, connections),
            "jedis-connect", new JedisConnects(sockets),
            "lettuce", new Lettuce(names, answers, opener));
  }

  /** Not a lambda, which would be the first of all at the start of the application. */
  private static final class NoEnricher implements Enricher {
    @Override
    public String operation(EndedCall call) {
      return null;
    }
  }

  /**
   * Has traces be handed on to other processes in these formats.
   *
   * @param propagators names as in OpenTelemetry's {@code OTEL_PROPAGATORS}
   */
  public void propagate(List<String> propagators) {
    formats = new TraceHeaders(propagators);
  }

  /** The guide of a pack's target. */
  public Guide of(Target target) {
    PackGuide known = guides.get(target);
    return known != null ? known : guides.computeIfAbsent(target, this::make);
  }

  private PackGuide make(Target target) {
    String name = target.role().enricher();
    Enricher enricher = name.isEmpty() ? NONE : enrichers.get(name);
    if (enricher == null) {
      throw new IllegalStateException(target.place() + ": no enricher is called " + name);
    }
    return new PackGuide(
        target,
        family(target.role().family()),
        enricher,
        exchangeOf(target),
        namesOf(target),
        () -> formats,
        opener);
  }

  private Exchange exchangeOf(Target target) {
    String name = target.role().exchange();
    return switch (name) {
      case "" -> null;
      case "opentelemetry-current" -> otel().current;
      case "opentelemetry-attach" -> otel().attach;
      case "opentelemetry-sample" -> otel().sample;
      case "okhttp-headers" -> new OkHttpHeaders(() -> formats, opener);
      default -> throw new IllegalStateException(target.place() + ": there is no exchange " + name);
    };
  }

  /** Made for the first class of OpenTelemetry that comes by. */
  private synchronized Otel otel() {
    if (otel == null) {
      otel = new Otel(opener);
      OtherTracer.readBy(otel);
    }
    return otel;
  }

  /** Leaves the application to itself. */
  public void leave() {
    OtherTracer.readBy(null);
  }

  private synchronized int family(String name) {
    Integer known = families.get(name);
    if (known == null) {
      known = families.size();
      families.put(name, known);
    }
    return known;
  }

  private OperationNames namesOf(Target target) {
    return operations.computeIfAbsent(
        target.operation().toString(), operation -> new OperationNames());
  }

  /** Whether the calls of a pack's target have come under an operation. */
  public boolean isOperationOf(String operation, Target target) {
    OperationNames names = operations.get(target.operation().toString());
    return target.operation().toString().equals(operation)
        || (names != null && names.contains(operation));
  }

  /** Forgets what belonged to objects that have gone. For the collector. */
  public void sweep() {
    prepared.sweep();
    connections.sweep();
    sockets.sweep();
    answers.sweep();
  }
}
