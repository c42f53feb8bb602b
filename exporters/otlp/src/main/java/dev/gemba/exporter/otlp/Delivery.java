package dev.gemba.exporter.otlp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;

/**
 * A request under way.
 *
 * @param call null if there was nothing to send
 * @param answer completed by a thread of the connection
 */
record Delivery(Call call, CompletableFuture<Answer> answer) {

  /** A call ends itself at its timeout; this long it may take to say so. */
  private static final Duration GRACE = Duration.ofMillis(250);

  static Delivery ofNothing() {
    Answer accepted = new Answer(Answer.Verdict.ACCEPTED, "", Optional.empty(), 0);
    return new Delivery(null, CompletableFuture.completedFuture(accepted));
  }

  /** Waits for the answer, {@link #GRACE} longer than the timeout at most. */
  Answer await(Duration timeout) throws InterruptedException {
    try {
      return answer.get(timeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException ignored) {
      call.cancel(); // so that it does not arrive when it has been given up
      return Answer.late();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause()); // an answer is never completed by one
    }
  }
}
