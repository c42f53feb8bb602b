package dev.gemba.exporter.otlp;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import dev.gemba.exporter.opentelemetry.MetricMapping;
import dev.gemba.exporter.opentelemetry.SpanMapping;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sends the spans of each snapshot at once and the metrics at most once an interval, measured by
 * the snapshots' own times. Not thread-safe; one call at a time, as {@link Exporter} promises.
 *
 * <p>A call returns when the server has answered, or has not answered within the signal's timeout.
 * Nothing is sent twice here; what may be tried again is told by an {@link ExportException}.
 * Metrics that were not delivered are part of the next delivery, because the state that differences
 * are taken against only moves when a server has accepted. A server that accepted but whose answer
 * was lost gets spans twice, and counts twice under delta temporality; OTLP has no remedy for that,
 * and cumulative temporality does not have the problem. Profiles come last, so that they hold up
 * nothing of the same snapshot.
 */
final class OtlpExporter implements Exporter {

  /**
   * Spans of one request. With ten attributes of 256 characters each that is under the 4 MiB at
   * which a gRPC server refuses a message unless told otherwise.
   */
  private static final int SPANS_A_REQUEST = 1000;

  /** On close, the two seconds that Gemba waits must also cover the ending of threads. */
  private static final Duration LAST_DELIVERY = Duration.ofSeconds(1);

  private final OtlpSettings settings;
  private final OtlpConnection connection;
  private final Optional<ProfileSender> profiles;
  private final Differences differences = new Differences();

  /** When metrics go out next; null before the first snapshot. */
  private Instant due;

  /** The newest snapshot, without its spans, as long as no server has accepted its metrics. */
  private Snapshot undelivered;

  OtlpExporter(OtlpSettings settings) {
    this.settings = settings;
    this.connection = new OtlpConnection(settings);
    this.profiles = settings.profiles().map(to -> new ProfileSender(connection, to));
  }

  @Override
  public void export(Snapshot snapshot) throws IOException, InterruptedException {
    Outcome outcome = new Outcome();
    Delivery metrics = null;
    if (!snapshot.metrics().isEmpty()) {
      undelivered = snapshot.metricsOnly();
      metrics = isDue(snapshot.time()) ? send(undelivered) : null;
    }
    exportSpans(snapshot, outcome);
    if (metrics != null) {
      take(metrics.await(settings.metrics().timeout()), outcome);
    }
    if (profiles.isPresent()) {
      profiles.get().send(snapshot, outcome);
    }
    outcome.throwIfAnyIsLeft();
  }

  @Override
  public List<String> locations() {
    return Stream.concat(
            Stream.of(settings.traces(), settings.metrics()), settings.profiles().stream())
        .map(SignalSettings::endpoint)
        .distinct()
        .toList();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    Outcome outcome = new Outcome();
    try (connection) {
      if (undelivered != null) {
        Duration timeout = settings.metrics().timeout();
        boolean shorter = timeout.compareTo(LAST_DELIVERY) < 0;
        take(send(undelivered).await(shorter ? timeout : LAST_DELIVERY), outcome);
      }
    }
    outcome.throwIfAnyIsLeft();
  }

  /** Keeps to a grid of whole intervals, so that snapshots' jitter does not lower the rate. */
  private boolean isDue(Instant time) {
    if (due != null && time.isBefore(due)) {
      return false;
    }
    Instant next = (due == null ? time : due).plus(settings.interval());
    due = next.isAfter(time) ? next : time.plus(settings.interval());
    return true;
  }

  private void exportSpans(Snapshot snapshot, Outcome outcome)
      throws IOException, InterruptedException {
    List<Span> spans = snapshot.spans();
    String endpoint = settings.traces().endpoint();
    long deadline = System.nanoTime() + settings.traces().timeout().toNanos();
    for (int from = 0; from < spans.size(); from += SPANS_A_REQUEST) {
      List<Span> batch = spans.subList(from, Math.min(spans.size(), from + SPANS_A_REQUEST));
      Delivery delivery = connection.sendSpans(SpanMapping.spans(batch, snapshot.resource()));
      Answer answer = delivery.await(Duration.ofNanos(deadline - System.nanoTime()));
      switch (answer.verdict()) {
        case ACCEPTED -> outcome.rejected(answer, batch.size(), endpoint);
        case REFUSED, UNKNOWN -> outcome.refused(answer, batch.size(), spans.size(), endpoint);
        case RETRYABLE -> {
          // What makes one request fail makes the next fail too, and costs its timeout again.
          outcome.retry(answer, spans.subList(from, spans.size()), spans.size(), endpoint);
          return;
        }
      }
    }
  }

  private Delivery send(Snapshot snapshot) throws IOException {
    boolean delta = settings.delta();
    List<Metric> metrics = delta ? differences.since(snapshot) : snapshot.metrics();
    Instant start = delta ? differences.start(snapshot) : snapshot.start();
    return connection.sendMetrics(MetricMapping.metrics(metrics, snapshot, start, delta));
  }

  private void take(Answer answer, Outcome outcome) {
    String endpoint = settings.metrics().endpoint();
    if (answer.verdict() == Answer.Verdict.ACCEPTED) {
      differences.delivered(undelivered);
      undelivered = null;
      outcome.metricsRejected(answer, endpoint);
      return;
    }
    outcome.metricsNotDelivered(answer, endpoint);
    if (answer.verdict() == Answer.Verdict.RETRYABLE) {
      due = null; // with whatever is exported next: the pause before it is the caller's business
    }
  }
}
