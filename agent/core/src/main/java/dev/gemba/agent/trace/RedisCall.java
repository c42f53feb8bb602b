package dev.gemba.agent.trace;

import java.util.function.BiConsumer;

/**
 * What was asked of Redis in one turn: a command, or several in a pipeline or a transaction.
 *
 * @param name {@code db.operation.name}
 * @param text {@code db.query.text}; null for several commands
 * @param size how many commands; one if it is no batch
 */
record RedisCall(String name, String text, int size) {

  static RedisCall single(String command, int arguments) {
    return new RedisCall(command, RedisNames.text(command, arguments), 1);
  }

  /**
   * Several commands.
   *
   * @param kind {@code PIPELINE} or {@code MULTI}
   * @param command that all of them are; null if they are not the same
   */
  static RedisCall batch(String kind, String command, int size) {
    return new RedisCall(command == null ? kind : kind + " " + command, null, size);
  }

  String operation() {
    return "redis." + name;
  }

  void enrich(BiConsumer<String, Object> sink) {
    sink.accept("db.operation.name", name);
    sink.accept("db.query.text", text);
    sink.accept("db.operation.batch.size", size < 2 ? null : (Object) (long) size);
  }
}
