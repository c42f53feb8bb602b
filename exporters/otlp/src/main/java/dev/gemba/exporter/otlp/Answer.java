package dev.gemba.exporter.otlp;

import dev.gemba.api.export.HttpRetry;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a request.
 *
 * @param text what went wrong, for a person; empty if all of it was accepted
 * @param retryAfter the server's wish to be left alone for so long
 * @param rejected how many spans or data points the server has left out of what it accepted
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-response">OTLP specification,
 *     responses, partial success and failures</a>
 */
record Answer(Verdict verdict, String text, Optional<Duration> retryAfter, int rejected) {

  enum Verdict {
    ACCEPTED,
    /** Not now; perhaps later. */
    RETRYABLE,
    /** Neither now nor later. */
    REFUSED,
    /** There is nobody who knows the signal. */
    UNKNOWN
  }

  private static final int NOT_FOUND = 404;
  private static final int SHOWN_OF_AN_ANSWER = 200;

  private static final Set<GrpcStatusCode> RETRYABLE =
      EnumSet.of(
          GrpcStatusCode.CANCELLED,
          GrpcStatusCode.DEADLINE_EXCEEDED,
          GrpcStatusCode.ABORTED,
          GrpcStatusCode.OUT_OF_RANGE,
          GrpcStatusCode.UNAVAILABLE,
          GrpcStatusCode.DATA_LOSS);

  /** No server has answered: nobody knows whether it has accepted. */
  static Answer late() {
    return new Answer(Verdict.RETRYABLE, "no answer in time", Optional.empty(), 0);
  }

  /** No answer, and why. */
  static Answer none(IOException e) {
    return e instanceof InterruptedIOException
        ? late()
        : new Answer(Verdict.RETRYABLE, String.valueOf(e.getMessage()), Optional.empty(), 0);
  }

  /**
   * @param body an {@code Export…ServiceResponse} if the server has accepted
   * @param retryAfter the header; null if there is none
   */
  static Answer http(int status, String reason, String retryAfter, byte[] body) {
    if (status / 100 == 2) {
      return accepted(body);
    }
    Verdict other = status == NOT_FOUND ? Verdict.UNKNOWN : Verdict.REFUSED;
    return new Answer(
        HttpRetry.invites(status) ? Verdict.RETRYABLE : other,
        "the server answered HTTP "
            + status
            + shown(" ", reason)
            + shown(": ", new String(body, StandardCharsets.UTF_8)),
        HttpRetry.after(retryAfter, Instant.now()),
        0);
  }

  /**
   * @param description null if there is none
   * @param retryDelay of the details of the status
   * @param message an {@code Export…ServiceResponse} if the server has accepted
   */
  static Answer grpc(
      int status, String description, Optional<Duration> retryDelay, byte[] message) {
    if (status == 0) {
      return accepted(message);
    }
    GrpcStatusCode code = GrpcStatusCode.fromValue(status);
    // Of an exhausted server, only its RetryInfo tells whether that will pass.
    boolean passes = code == GrpcStatusCode.RESOURCE_EXHAUSTED && retryDelay.isPresent();
    Verdict other = code == GrpcStatusCode.UNIMPLEMENTED ? Verdict.UNKNOWN : Verdict.REFUSED;
    return new Answer(
        passes || RETRYABLE.contains(code) ? Verdict.RETRYABLE : other,
        "the server answered " + code + (description == null ? "" : shown(": ", description)),
        retryDelay,
        0);
  }

  private static Answer accepted(byte[] response) {
    try {
      ProtoMessage partial = new ProtoMessage(new ProtoMessage(response).bytes(1));
      int rejected = (int) Math.max(0, Math.min(Integer.MAX_VALUE, partial.number(1)));
      String why = new String(partial.bytes(2), StandardCharsets.UTF_8);
      // A message without a number is a warning, which the server's own log has too.
      String text = rejected == 0 ? "" : "the server rejected " + rejected + shown(": ", why);
      return new Answer(Verdict.ACCEPTED, text, Optional.empty(), rejected);
    } catch (IOException ignored) {
      // Accepted, in words that are not OTLP's.
      return new Answer(Verdict.ACCEPTED, "", Optional.empty(), 0);
    }
  }

  /** Answers may be binary (an encoded status) or pages of HTML: one readable line of them. */
  private static String shown(String before, String answer) {
    String line = answer.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    String cut = line.length() <= SHOWN_OF_AN_ANSWER ? line : line.substring(0, SHOWN_OF_AN_ANSWER);
    return cut.isEmpty() ? "" : before + cut;
  }
}
