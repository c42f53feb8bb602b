package dev.gemba.redis;

import dev.gemba.api.Gemba;
import dev.gemba.api.Span;
import java.nio.charset.StandardCharsets;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Asks Redis by those methods of Jedis that are the same in all versions. */
final class JedisUser {

  private static final String HOST = "127.0.0.1";

  private JedisUser() {}

  /**
   * Does everything once, each under a span of its own.
   *
   * @param nobody a port at which nobody listens
   */
  static void run(int port, int nobody) {
    try (Span span = Gemba.span("jedis commands");
        Jedis jedis = new Jedis(HOST, port)) {
      span.attribute("port", port);
      jedis.set("secret-key", "secret-value");
      jedis.select(3);
      jedis.get("secret-key");
      jedis.mget("secret-one", "secret-two", "secret-three");
      jedis.sendCommand(() -> "secret command".getBytes(StandardCharsets.UTF_8), "secret-value");
    } catch (JedisDataException expected) {
      // There is no such command.
    }
    try (Jedis jedis = new Jedis(HOST, port)) {
      jedis.ping();
      pipelines(jedis);
      transaction(jedis);
      wrongType(jedis);
    }
    try (Span span = Gemba.span("jedis unreachable");
        Jedis jedis = new Jedis(HOST, nobody)) {
      span.attribute("port", nobody);
      jedis.get("secret-key");
    } catch (JedisConnectionException expected) {
      // That is what is looked for.
    }
  }

  private static void pipelines(Jedis jedis) {
    try (Span span = Gemba.span("jedis pipelines")) {
      Pipeline same = jedis.pipelined();
      for (int i = 0; i < 5; i++) {
        same.set("secret-" + i, "secret-value");
      }
      same.sync();
      Pipeline mixed = jedis.pipelined();
      mixed.get("secret-0");
      mixed.lpop("secret-0");
      mixed.get("secret-1");
      span.attribute("answers", mixed.syncAndReturnAll().size());
    }
  }

  private static void transaction(Jedis jedis) {
    try (Span span = Gemba.span("jedis transaction")) {
      Transaction transaction = jedis.multi();
      transaction.set("secret-key", "secret-value");
      transaction.set("secret-other", "secret-value");
      span.attribute("answers", transaction.exec().size());
    }
  }

  private static void wrongType(Jedis jedis) {
    try (Span span = Gemba.span("jedis error")) {
      span.attribute("answer", jedis.lpop("secret-key"));
    } catch (JedisDataException expected) {
      // A text is no list.
    }
  }
}
