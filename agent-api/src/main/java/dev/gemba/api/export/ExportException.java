package dev.gemba.api.export;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an export left behind: spans that may be tried again, and what need not be. Whatever of the
 * snapshot it does not mention was delivered.
 *
 * <p>An exporter that throws anything else says nothing of the kind, and all spans and profiles of
 * the snapshot then count as dropped.
 */
public final class ExportException extends IOException {

  private static final long serialVersionUID = 1;

  private final transient Undelivered undelivered;

  /**
   * What was not delivered.
   *
   * @param toRetry spans that may be accepted later; in the order in which they were exported
   * @param refusedSpans how many will never be, as the whole request was refused for good
   * @param rejectedSpans how many the server has left out of a request that it accepted (OTLP's
   *     partial success)
   * @param retryAfter the server's wish to be left alone for so long; never negative
   * @param lostProfiles how many profiles were not delivered; they are not tried again
   * @param partialSuccess whether the server has accepted, and only left something out: there need
   *     be no pause then
   */
  public record Undelivered(
      List<Span> toRetry,
      int refusedSpans,
      int rejectedSpans,
      int lostProfiles,
      Optional<Duration> retryAfter,
      boolean partialSuccess) {

    /**
     * @throws IllegalArgumentException if a number or the duration is negative
     */
    public Undelivered {
      toRetry = List.copyOf(toRetry);
      if (refusedSpans < 0 || rejectedSpans < 0 || lostProfiles < 0) {
        throw new IllegalArgumentException(
            "refused are %d spans, rejected %d, and lost %d profiles"
                .formatted(refusedSpans, rejectedSpans, lostProfiles));
      }
      if (retryAfter.isPresent() && retryAfter.get().isNegative()) {
        throw new IllegalArgumentException("to be tried again after " + retryAfter.get());
      }
    }

    /** Of an exporter that has lost no profile. */
    public Undelivered(
        List<Span> toRetry,
        int refusedSpans,
        int rejectedSpans,
        Optional<Duration> retryAfter,
        boolean partialSuccess) {
      this(toRetry, refusedSpans, rejectedSpans, 0, retryAfter, partialSuccess);
    }
  }

  /**
   * @param message what went wrong, for a person
   * @param cause null if there is none
   */
  public ExportException(String message, Throwable cause, Undelivered undelivered) {
    super(message, cause);
    this.undelivered = undelivered;
  }

  /** What was not delivered. */
  public Undelivered undelivered() {
    return undelivered;
  }
}
