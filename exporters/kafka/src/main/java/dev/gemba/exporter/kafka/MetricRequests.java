package dev.gemba.exporter.kafka;

import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import dev.gemba.exporter.opentelemetry.MetricMapping;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A snapshot's metrics as export requests, each as large as a message may be at most: of thousands
 * of operations, one histogram alone is larger than that. A metric of many points may be told in
 * parts, each with points of its own.
 */
final class MetricRequests {

  private final Snapshot snapshot;
  private final Delivery delivery;

  MetricRequests(Snapshot snapshot, Delivery delivery) {
    this.snapshot = snapshot;
    this.delivery = delivery;
  }

  void send() throws IOException, InterruptedException {
    if (!snapshot.metrics().isEmpty()) {
      sendHalving(snapshot.metrics());
    }
  }

  private void sendHalving(List<Metric> some) throws IOException, InterruptedException {
    if (delivery.isHopeless()) {
      return;
    }
    Marshaler request =
        MetricsRequestMarshaler.create(
            MetricMapping.metrics(some, snapshot, snapshot.start(), false));
    if (delivery.send(request, null, List.of())) {
      return;
    }
    List<List<Metric>> halves = some.size() > 1 ? Halves.of(some) : halves(some.get(0));
    if (halves.isEmpty()) {
      delivery.leaveOut(request, List.of());
    }
    for (List<Metric> half : halves) {
      sendHalving(half);
    }
  }

  private static List<List<Metric>> halves(Metric metric) {
    return halves(metric.data())
        .map(data -> new Metric(metric.name(), metric.unit(), metric.description(), data))
        .map(List::of)
        .toList();
  }

  private static Stream<Metric.Data> halves(Metric.Data data) {
    if (data instanceof Metric.Sum sum) {
      return Halves.of(sum.points()).stream()
          .map(points -> new Metric.Sum(sum.monotonic(), points));
    }
    if (data instanceof Metric.Gauge gauge) {
      return Halves.of(gauge.points()).stream().map(Metric.Gauge::new);
    }
    return Halves.of(((Metric.Histogram) data).points()).stream().map(Metric.Histogram::new);
  }
}
