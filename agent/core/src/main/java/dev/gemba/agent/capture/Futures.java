package dev.gemba.agent.capture;

import dev.gemba.bootstrap.Later;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Calls that are over when the future is done that their method returned. */
public final class Futures {

  private Futures() {}

  /** Whether this is a future that tells when it is done. */
  public static boolean isOne(Object returned) {
    return returned instanceof CompletionStage<?>;
  }

  /** Has a call be ended when the future is done that its method returned. */
  public static void whenDone(Object returned, Later call) {
    ((CompletionStage<?>) returned)
        .whenComplete((value, thrown) -> call.end(value, causeOf(thrown)));
  }

  /** What was thrown, without what a future wraps it in. */
  public static Throwable causeOf(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
