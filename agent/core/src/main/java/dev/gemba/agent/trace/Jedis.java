package dev.gemba.agent.trace;

import java.net.Socket;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Commands of Jedis, from when they are sent, or from when their answers are read where the library
 * does these apart, by OpenTelemetry's semantic conventions for Redis.
 */
final class Jedis implements Enricher {

  private final RedisNames names;
  private final Companions<JedisConnection> connections;
  private final Companions<JedisSocket> sockets;

  /**
   * @param connections by their streams
   */
  Jedis(
      RedisNames names, Companions<JedisConnection> connections, Companions<JedisSocket> sockets) {
    this.names = names;
    this.connections = connections;
    this.sockets = sockets;
  }

  /** What reads answers reads messages too, which nobody asked for. */
  @Override
  public boolean isToBeRecorded(EndedCall call) {
    JedisConnection connection = connection(call);
    return call.has("sends") || (connection != null && connection.isAwaiting());
  }

  private JedisConnection connection(EndedCall call) {
    Object stream = call.value("stream");
    return stream == null ? null : connections.of(stream);
  }

  @Override
  public String operation(EndedCall call) {
    JedisConnection connection = connection(call);
    if (connection != null) {
      answered(connection, call);
    }
    RedisCall asked = asked(connection, call);
    return asked == null ? null : asked.operation();
  }

  private void answered(JedisConnection connection, EndedCall call) {
    if (call.has("answers")) {
      connection.answered(call.number("answers"));
    } else {
      connection.answered();
    }
    JedisSocket socket = socket(call);
    int database = connection.takeSelected();
    if (socket != null && database >= 0 && call.thrown() == null) {
      socket.select(database);
    }
  }

  /** What was sent, or was to be sent to a server that could not be reached; null if unknown. */
  private RedisCall asked(JedisConnection connection, EndedCall call) {
    RedisCall answered = connection == null ? null : connection.lastAnswered();
    return answered != null || !call.has("command")
        ? answered
        : RedisCall.single(names.of((byte[]) call.value("command")), call.number("size") - 1);
  }

  private JedisSocket socket(EndedCall call) {
    Object socket = call.value("socket");
    return socket == null ? null : sockets.of(socket);
  }

  @Override
  public void enrich(EndedCall call, BiConsumer<String, Object> sink) {
    RedisCall asked = asked(connection(call), call);
    if (asked != null) {
      asked.enrich(sink);
    }
    JedisSocket socket = socket(call);
    if (socket != null) {
      sink.accept("db.namespace", Integer.toString(socket.database()));
      socket.server().enrich(sink);
    } else {
      server(call).enrich(sink);
    }
    Throwable error = call.thrown() == null ? errorAmong(call) : call.thrown();
    sink.accept(
        "db.response.status_code", error == null ? null : RedisNames.code(error.getMessage()));
  }

  /** Of a connection that could not be made, or that was there before anybody looked. */
  private static RedisServer server(EndedCall call) {
    Object socket = call.value("socket");
    if (socket == null && call.has("host")) {
      return new RedisServer(call.text("host"), call.number("port"));
    }
    return RedisServer.at(socket instanceof Socket made ? made.getRemoteSocketAddress() : null);
  }

  @Override
  public String errorType(EndedCall call) {
    Throwable error = errorAmong(call);
    return error == null ? null : error.getClass().getName();
  }

  /** The first error among several answers; null if there is none. */
  private static Throwable errorAmong(EndedCall call) {
    if (call.has("several") && call.returned() instanceof List<?> answers) {
      for (Object answer : answers) {
        if (answer instanceof Throwable error) {
          return error;
        }
      }
    }
    return null;
  }
}
