package dev.gemba.exporter.otlp;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.exporter.internal.FailedExportException.GrpcExportException;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request under way.
 *
 * @param result completed by a thread of the connection
 */
record Delivery(CompletableResultCode result) {

  /** The library ends a call at its timeout; this long it may take to say so. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private static final int SHOWN_OF_AN_ANSWER = 200;

  /**
   * Waits for the outcome, {@link #GRACE} longer than the timeout at most.
   *
   * @return what went wrong, for a person; null if the server has accepted
   */
  String await(Duration timeout) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    result.whenComplete(done::countDown);
    if (!done.await(timeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS)) {
      return "no answer in time";
    }
    return result.isSuccess() ? null : reason(result.getFailureThrowable());
  }

  private static String reason(Throwable failure) {
    if (failure instanceof GrpcExportException grpc && grpc.getResponse() != null) {
      GrpcResponse answer = grpc.getResponse();
      return "the server answered "
          + answer.getStatusCode()
          + shown(": ", answer.getStatusDescription());
    }
    if (failure instanceof HttpExportException http && http.getResponse() != null) {
      HttpResponse answer = http.getResponse();
      String body = new String(answer.getResponseBody(), StandardCharsets.UTF_8);
      return "the server answered HTTP "
          + answer.getStatusCode()
          + shown(" ", answer.getStatusMessage())
          + shown(": ", body);
    }
    Throwable cause = failure instanceof FailedExportException ? failure.getCause() : failure;
    if (cause instanceof InterruptedIOException) {
      return "no answer in time";
    }
    return cause == null ? "the exporter is closed" : String.valueOf(cause.getMessage());
  }

  /** Answers may be binary (an encoded status) or pages of HTML: one readable line of them. */
  private static String shown(String before, String answer) {
    String line = answer.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    String cut = line.length() <= SHOWN_OF_AN_ANSWER ? line : line.substring(0, SHOWN_OF_AN_ANSWER);
    return cut.isEmpty() ? "" : before + cut;
  }
}
