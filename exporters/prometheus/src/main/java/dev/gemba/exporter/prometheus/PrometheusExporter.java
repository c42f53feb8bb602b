package dev.gemba.exporter.prometheus;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/** Holds the last snapshot, written by one thread and read by those that answer scrapes. */
final class PrometheusExporter implements Exporter {

  private final Exposition exposition;
  private final String path;
  private final ScrapeServer server;

  /** Null until the first export: the page is empty then. */
  private volatile Snapshot last;

  /**
   * @throws IOException with a message for the person who wrote the config, if nobody can listen
   *     there
   */
  PrometheusExporter(InetSocketAddress address, String path, Consumer<String> warnings)
      throws IOException {
    this.exposition = new Exposition(warnings);
    this.path = path;
    this.server = ScrapeServer.start(address, new ScrapeHandler(path, this::page, warnings));
  }

  @Override
  public void export(Snapshot snapshot) {
    last = snapshot.metricsOnly();
  }

  @Override
  public List<String> locations() {
    return List.of("http://" + server.authority() + path);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private MetricSnapshots page() {
    Snapshot snapshot = last;
    return snapshot == null ? MetricSnapshots.of() : exposition.of(snapshot);
  }
}
