package dev.gemba.exporter.otlp;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.ExportException.Undelivered;
import dev.gemba.api.export.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one export leaves behind, gathered from the answers to its requests. For one thread. */
final class Outcome {

  private final Set<String> problems = new LinkedHashSet<>();
  private final List<Span> toRetry = new ArrayList<>();
  private int refusedSpans;
  private int rejectedSpans;
  private int lostProfiles;
  private Optional<Duration> retryAfter = Optional.empty();
  private boolean failed;

  /** The server took a request, perhaps not all of it. */
  void rejected(Answer answer, int spans, String endpoint) {
    if (answer.rejected() > 0) {
      // More than there were are as many as there were.
      rejectedSpans += Math.min(spans, answer.rejected());
      problems.add("not all of " + spans + " spans taken by " + endpoint + ": " + answer.text());
    }
  }

  void refused(Answer answer, int spans, int of, String endpoint) {
    failed = true;
    refusedSpans += spans;
    problems.add(notDelivered(spans, of, endpoint, answer));
  }

  void retry(Answer answer, List<Span> spans, int of, String endpoint) {
    failed = true;
    toRetry.addAll(spans);
    problems.add(notDelivered(spans.size(), of, endpoint, answer));
    wait(answer);
  }

  /** The server took the metrics, perhaps not all of them. */
  void metricsRejected(Answer answer, String endpoint) {
    if (answer.rejected() > 0) {
      problems.add("not all data points taken by " + endpoint + ": " + answer.text());
    }
  }

  void metricsNotDelivered(Answer answer, String endpoint) {
    failed = true;
    problems.add("metrics not delivered to " + endpoint + ": " + answer.text());
    wait(answer);
  }

  /** Which is no failure of the export: nothing waits for them, and nothing is sent twice. */
  void profilesLost(Answer answer, int profiles, String endpoint) {
    lostProfiles += profiles;
    problems.add(
        "%d profiles not delivered to %s: %s".formatted(profiles, endpoint, answer.text()));
  }

  void throwIfAnyIsLeft() throws ExportException {
    if (!problems.isEmpty()) {
      throw new ExportException(
          String.join("; ", problems),
          null,
          new Undelivered(toRetry, refusedSpans, rejectedSpans, lostProfiles, retryAfter, !failed));
    }
  }

  private static String notDelivered(int spans, int of, String endpoint, Answer answer) {
    return "%d of %d spans not delivered to %s: %s".formatted(spans, of, endpoint, answer.text());
  }

  /** The longer wish holds. */
  private void wait(Answer answer) {
    if (answer.retryAfter().isPresent()
        && (retryAfter.isEmpty() || answer.retryAfter().get().compareTo(retryAfter.get()) > 0)) {
      retryAfter = answer.retryAfter();
    }
  }
}
