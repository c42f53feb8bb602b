package dev.gemba.agent;

import dev.gemba.agent.runtime.MemoryState;
import dev.gemba.agent.runtime.RuntimeMetrics;
import dev.gemba.api.export.Metric;
import java.util.List;
import java.util.function.Supplier;

/**
 * The JVM's metrics, set up on the collector's thread when they are read the second time: the first
 * snapshot is what somebody waits for who has just attached, and what the governor needs in a JVM
 * that leaves Gemba's threads little CPU. For one thread.
 */
final class LazyRuntimeMetrics {

  private final Supplier<RuntimeMetrics> factory;
  private RuntimeMetrics metrics;
  private boolean first = true;

  LazyRuntimeMetrics(Supplier<RuntimeMetrics> factory) {
    this.factory = factory;
  }

  List<Metric> read() {
    if (metrics == null && first) {
      first = false;
      return List.of();
    }
    if (metrics == null) {
      metrics = factory.get();
    }
    return metrics.read();
  }

  /** As {@link #read}, but sets nothing up: for a JVM that ends before it was asked once. */
  List<Metric> readIfSetUp() {
    return metrics == null ? List.of() : metrics.read();
  }

  /** What is in memory; null before metrics were set up. */
  MemoryState memory() {
    return metrics == null ? null : metrics.memory();
  }

  /** Takes every listener back. On any thread, once nobody reads any more. */
  void close() {
    if (metrics != null) {
      metrics.close();
    }
  }
}
