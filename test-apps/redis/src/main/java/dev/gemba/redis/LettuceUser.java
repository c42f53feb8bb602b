package dev.gemba.redis;

import dev.gemba.api.Gemba;
import dev.gemba.api.Span;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import reactor.core.publisher.Mono;

/** Asks Redis by those methods of Lettuce that are the same in all versions. */
final class LettuceUser {

  private LettuceUser() {}

  /** Does everything once, each under a span of its own. */
  static void run(int port) throws Exception {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + port + "/2");
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      synchronous(connection.sync());
      asynchronous(connection.async());
      reactive(connection.reactive());
      batch(connection);
    }
    client.shutdown();
  }

  private static void synchronous(RedisCommands<String, String> commands) {
    try (Span span = Gemba.span("lettuce sync")) {
      commands.set("secret-key", "secret-value");
      commands.select(4);
      commands.set("secret-key", "secret-value");
      span.attribute("answer", commands.ping());
      commands.lpop("secret-key");
    } catch (RedisCommandExecutionException expected) {
      // A text is no list.
    }
  }

  private static void asynchronous(RedisAsyncCommands<String, String> commands) throws Exception {
    try (Span span = Gemba.span("lettuce async")) {
      RedisFuture<String> get = commands.get("secret-key");
      RedisFuture<String> pop = commands.lpop("secret-key");
      span.attribute("answer", get.get().length());
      pop.get();
    } catch (ExecutionException expected) {
      // A text is no list.
    }
    try (Span span = Gemba.span("lettuce transaction")) {
      RedisFuture<String> multi = commands.multi();
      RedisFuture<String> set = commands.set("secret-key", "secret-value");
      span.attribute("answer", commands.exec().get().isEmpty());
      span.attribute("answers", multi.get() + set.get());
    }
  }

  private static void reactive(RedisReactiveCommands<String, String> commands) {
    try (Span span = Gemba.span("lettuce reactive")) {
      Mono<String> get = commands.get("secret-key");
      span.attribute("answer", get.block().length());
      commands.lpop("secret-key").block();
    } catch (RedisCommandExecutionException expected) {
      // A text is no list.
    }
    try (Span span = Gemba.span("lettuce many")) {
      for (int i = 0; i < RedisUser.MANY; i++) {
        commands.get("secret-key").block();
      }
      span.attribute("commands", RedisUser.MANY);
    }
  }

  private static void batch(StatefulRedisConnection<String, String> connection) throws Exception {
    try (Span span = Gemba.span("lettuce flush")) {
      List<RedisFuture<String>> answers = new ArrayList<>();
      connection.setAutoFlushCommands(false);
      for (int i = 0; i < 3; i++) {
        answers.add(connection.async().get("secret-" + i));
      }
      connection.flushCommands();
      connection.setAutoFlushCommands(true);
      for (RedisFuture<String> answer : answers) {
        answer.get();
      }
      span.attribute("answers", answers.size());
    }
  }
}
