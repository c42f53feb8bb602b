package dev.gemba.agent.trace;

/** A socket that Jedis has opened. Written and read by the thread that has the connection. */
final class JedisSocket {

  private final RedisServer server;

  /** A connection begins at the first database. */
  private int database;

  JedisSocket(RedisServer server) {
    this.server = server;
  }

  RedisServer server() {
    return server;
  }

  void select(int other) {
    database = other;
  }

  int database() {
    return database;
  }
}
