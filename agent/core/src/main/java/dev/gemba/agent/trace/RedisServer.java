package dev.gemba.agent.trace;

import java.net.InetSocketAddress;
import java.util.function.BiConsumer;

/**
 * The server that a connection leads to, by OpenTelemetry's semantic conventions for Redis.
 * Immutable.
 *
 * @param address null if it is not known
 * @param port -1 if it is not known
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/database/redis/">OpenTelemetry,
 *     semantic conventions for Redis</a>
 */
record RedisServer(String address, int port) {

  private static final RedisServer UNKNOWN = new RedisServer(null, -1);

  /** The other end of a connection, without a look at any name service. */
  static RedisServer at(Object peer) {
    return peer instanceof InetSocketAddress socket
        ? new RedisServer(socket.getHostString(), socket.getPort())
        : UNKNOWN;
  }

  void enrich(BiConsumer<String, Object> sink) {
    sink.accept("db.system.name", "redis");
    sink.accept("server.address", address);
    sink.accept("server.port", port < 0 ? null : (Object) (long) port);
  }
}
