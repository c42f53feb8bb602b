package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.bootstrap.OtherTracer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The code that the files of packs name, which is made for the first class that needs it: what a
 * library needs that is not there costs nothing. Safe for use by many threads.
 */
final class PackCode {

  private static final Enricher NONE = new NoEnricher();

  private final ModuleOpener opener;
  private final Supplier<TraceHeaders> formats;
  private final Companions<String> prepared = new Companions<>();
  private final Map<String, Enricher> enrichers = new HashMap<>();
  private Companions<JedisConnection> connections;
  private Companions<JedisSocket> sockets;
  private LettuceAnswers answers;
  private Otel otel;
  private KafkaSend kafkaSend;
  private KafkaRecords kafkaRecords;

  /**
   * @param formats in which traces are handed on
   */
  PackCode(ModuleOpener opener, Supplier<TraceHeaders> formats) {
    this.opener = opener;
    this.formats = formats;
  }

  /** Not a lambda, which would be the first of all at the start of the application. */
  private static final class NoEnricher implements Enricher {
    @Override
    public String operation(EndedCall call) {
      return null;
    }
  }

  /**
   * Makes of calls what is recorded.
   *
   * @param name empty for nothing more than the target says
   * @return null if none is called so
   */
  synchronized Enricher enricher(String name) {
    if (name.isEmpty()) {
      return NONE;
    }
    if (!enrichers.containsKey(name)) {
      add(name);
    }
    return enrichers.get(name);
  }

  /** Adds an enricher, with those that share something with it. */
  private void add(String name) {
    switch (name) {
      case "http-server" -> enrichers.put(name, new HttpServer());
      case "http-client" -> enrichers.put(name, new HttpClient());
      case "sql" -> enrichers.put(name, new Sql(new SqlStatements(), prepared));
      case "sql-prepared" -> enrichers.put(name, new SqlPrepared(prepared));
      case "guava-load" -> enrichers.put(name, new GuavaLoad());
      case "jedis", "jedis-sent", "jedis-connect" -> addJedis();
      case "kafka-send", "kafka-process" -> {
        addKafka();
        enrichers.put("kafka-send", kafkaSend);
        enrichers.put("kafka-process", kafkaRecords);
      }
      case "lettuce" -> {
        answers = new LettuceAnswers();
        enrichers.put(name, new Lettuce(new RedisNames(), answers, opener));
      }
      default -> {
        if (name.startsWith("jcache")) {
          enrichers.putAll(new JCache().enrichers());
        }
      }
    }
  }

  private void addJedis() {
    connections = new Companions<>();
    sockets = new Companions<>();
    RedisNames names = new RedisNames();
    enrichers.put("jedis", new Jedis(names, connections, sockets));
    enrichers.put("jedis-sent", new JedisSends(names, connections));
    enrichers.put("jedis-connect", new JedisConnects(sockets));
  }

  private void addKafka() {
    if (kafkaSend == null) {
      KafkaHeaders headers = new KafkaHeaders();
      kafkaSend = new KafkaSend(headers, opener);
      kafkaRecords = new KafkaRecords(headers, opener);
    }
  }

  private KafkaRecords kafkaRecords() {
    addKafka();
    return kafkaRecords;
  }

  /**
   * Takes traces in and hands them on.
   *
   * @param name empty for nobody, which is null
   * @throws IllegalArgumentException if none is called so
   */
  synchronized Carrier carrier(String name) {
    if (name.isEmpty()) {
      return null;
    }
    addKafka();
    return switch (name) {
      case "kafka-send" -> kafkaSend;
      case "kafka-process" -> kafkaRecords;
      default -> throw new IllegalArgumentException("there is no carrier " + name);
    };
  }

  /**
   * Exchanges what methods take and return.
   *
   * @param name empty for nothing, which is null
   * @throws IllegalArgumentException if none is called so
   */
  synchronized Exchange exchange(String name) {
    return switch (name) {
      case "" -> null;
      case "opentelemetry-current" -> otel().current;
      case "opentelemetry-attach" -> otel().attach;
      case "opentelemetry-sample" -> otel().sample;
      case "okhttp-headers" -> new OkHttpHeaders(formats, opener);
      case "logback" -> new LogbackIds(opener);
      case "log4j" -> new Log4jIds();
      case "jul" -> new JulIds();
      case "kafka-poll" -> kafkaRecords().poll;
      case "kafka-records" -> kafkaRecords().records;
      case "caffeine-load" -> new CaffeineLoads();
      default -> throw new IllegalArgumentException("there is no exchange " + name);
    };
  }

  private Otel otel() {
    if (otel == null) {
      otel = new Otel(opener);
      OtherTracer.readBy(otel);
    }
    return otel;
  }

  /** Leaves the application to itself. */
  void leave() {
    OtherTracer.readBy(null);
  }

  /** Forgets what belonged to objects that have gone. */
  synchronized void sweep() {
    prepared.sweep();
    if (connections != null) {
      connections.sweep();
      sockets.sweep();
    }
    if (kafkaRecords != null) {
      kafkaRecords.sweep();
    }
    if (answers != null) {
      answers.sweep();
    }
  }
}
