package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.bootstrap.Later;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Commands of Lettuce, from when they are written to their answer, by OpenTelemetry's semantic
 * conventions for Redis. Those that wait to be flushed, or for the end of their transaction, take
 * as long as they are waited for.
 */
final class Lettuce implements Enricher {

  /** Stands for an error without a code. */
  private static final String OTHER_ERROR = "_OTHER";

  private final RedisNames names;
  private final LettuceAnswers answers;
  private final ModuleOpener opener;
  private volatile LettuceDatabase database;

  Lettuce(RedisNames names, LettuceAnswers answers, ModuleOpener opener) {
    this.names = names;
    this.answers = answers;
    this.opener = opener;
  }

  @Override
  public boolean isToBeRecorded(EndedCall call) throws Throwable {
    answers.await(call.firstArgument());
    return true;
  }

  @Override
  public boolean endsLater(EndedCall call) {
    return true;
  }

  @Override
  public void whenEnded(EndedCall call, Later later) {
    CompletionStage<?> answer = answers.to(call.firstArgument());
    if (answer == null) {
      later.end(null, null);
      return;
    }
    answer.whenComplete(
        (value, thrown) -> later.end(value, errorType(call) == null ? thrown : null));
  }

  @Override
  public String operation(EndedCall call) {
    answers.forget(call.firstArgument());
    return asked(call).operation();
  }

  private RedisCall asked(EndedCall call) {
    return RedisCall.single(
        names.of((byte[]) call.value("command")), Math.max(0, call.number("arguments")));
  }

  @Override
  public void enrich(EndedCall call, BiConsumer<String, Object> sink) {
    RedisCall asked = asked(call);
    asked.enrich(sink);
    if (!asked.name().equals("SELECT")) {
      // That is at one or the other by chance: Lettuce notes the new one as it is answered, too.
      sink.accept("db.namespace", database(call));
    }
    RedisServer.at(call.value("peer")).enrich(sink);
    sink.accept("db.response.status_code", RedisNames.code(call.text("error")));
  }

  private String database(EndedCall call) {
    LettuceDatabase known = database;
    if (known == null) {
      known = new LettuceDatabase(opener);
      database = known;
    }
    try {
      return known.of(call.value("connection"));
    } catch (Throwable unreadable) {
      // A version that keeps it elsewhere again.
      return null;
    }
  }

  /** What the server answered, which the future of a command tells as an exception besides. */
  @Override
  public String errorType(EndedCall call) {
    String error = call.text("error");
    String code = RedisNames.code(error);
    return error != null && code == null ? OTHER_ERROR : code;
  }
}
