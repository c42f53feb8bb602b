package dev.gemba.agent;

import dev.gemba.agent.runtime.RuntimeMetrics;
import dev.gemba.api.export.Metric;
import java.util.List;
import java.util.function.Supplier;

/** The JVM's metrics, set up on the collector's thread when they are first read. For one thread. */
final class LazyRuntimeMetrics {

  private final Supplier<RuntimeMetrics> factory;
  private RuntimeMetrics metrics;

  LazyRuntimeMetrics(Supplier<RuntimeMetrics> factory) {
    this.factory = factory;
  }

  List<Metric> read() {
    if (metrics == null) {
      metrics = factory.get();
    }
    return metrics.read();
  }

  /** As {@link #read}, but sets nothing up: for a JVM that ends before it was asked once. */
  List<Metric> readIfSetUp() {
    return metrics == null ? List.of() : metrics.read();
  }

  /** Takes every listener back. On any thread, once nobody reads any more. */
  void close() {
    if (metrics != null) {
      metrics.close();
    }
  }
}
