package dev.gemba.exporter.kafka;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Sends the spans of each snapshot at once and the metrics, which are cumulative, at most once an
 * interval, measured by the snapshots' own times. Not thread-safe; one call at a time, as {@link
 * Exporter} promises.
 *
 * <p>A call returns when brokers have acknowledged all of it as the setting {@code acks} has it, or
 * throws when they have refused, or have not acknowledged within the timeout, retries included. A
 * message whose acknowledgement was lost may be in its topic twice. Metrics that were not delivered
 * are part of what the next delivery tells.
 */
final class KafkaExporter implements Exporter {

  /** On close, the two seconds that Gemba waits must also cover the ending of the thread. */
  private static final Duration LAST_DELIVERY = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final KafkaConnection connection;

  /** When metrics go out next; null before the first snapshot. */
  private Instant due;

  /** The newest snapshot, without its spans, as long as no broker has taken its metrics. */
  private Snapshot undelivered;

  private boolean failing;

  /** Looks for no broker yet: one that is down must not keep the exporter from trying again. */
  KafkaExporter(KafkaSettings settings) {
    this.settings = settings;
    this.connection = new KafkaConnection(ProducerProperties.of(settings));
  }

  @Override
  public void export(Snapshot snapshot) throws IOException, InterruptedException {
    boolean withMetrics = !snapshot.metrics().isEmpty();
    if (withMetrics) {
      undelivered = snapshot.metricsOnly();
    }
    try {
      deliver(snapshot, withMetrics && isDue(snapshot.time()), settings.timeout());
    } catch (InterruptException e) { // Kafka's own, which leaves the thread interrupted
      boolean ignored = Thread.interrupted();
      connection.close();
      throw new InterruptedException(e.getMessage());
    } catch (InterruptedException e) {
      connection.close(); // whoever interrupts does not close any more
      throw e;
    }
  }

  @Override
  public List<String> locations() {
    String brokers = String.join(",", settings.brokers());
    return List.of(
        "topics " + settings.tracesTopic() + " and " + settings.metricsTopic() + " at " + brokers);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      // Whoever failed a moment ago would only make the JVM's end wait.
      if (undelivered != null && !failing) {
        boolean shorter = settings.timeout().compareTo(LAST_DELIVERY) < 0;
        deliver(undelivered, true, shorter ? settings.timeout() : LAST_DELIVERY);
      }
    } finally {
      connection.close();
    }
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

  private void deliver(Snapshot snapshot, boolean withMetrics, Duration timeout)
      throws IOException, InterruptedException {
    failing = true;
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    Delivery metrics = delivery(settings.metricsTopic(), deadlineNanos);
    if (withMetrics) {
      new MetricRequests(snapshot, metrics).send();
    }
    Delivery spans = delivery(settings.tracesTopic(), deadlineNanos);
    new SpanRequests(snapshot, spans).send(settings.keyed());

    List<String> problems = new ArrayList<>();
    if (withMetrics) {
      metrics.await();
      if (metrics.problem() == null) {
        undelivered = null;
      } else {
        problems.add("metrics not delivered to " + metrics);
      }
    }
    int all = snapshot.spans().size();
    int missing = all - spans.await();
    if (spans.problem() != null) {
      problems.add("%d of %d spans not delivered to %s".formatted(missing, all, spans));
    }
    if (!problems.isEmpty()) {
      // What was told not to be delivered shall not arrive later, nor take room till then.
      connection.close();
      List<Span> toRetry = spans.toRetry(snapshot.spans());
      throw new ExportException(
          String.join("; ", problems),
          null,
          new ExportException.Undelivered(
              toRetry, missing - toRetry.size(), 0, Optional.empty(), false));
    }
    failing = false;
  }

  private Delivery delivery(String topic, long deadlineNanos) {
    return new Delivery(connection, topic, settings.maxMessageBytes(), deadlineNanos);
  }
}
