package dev.gemba.agent.runtime;

import dev.gemba.api.export.Metric;

/** A program that reads twice and prints the names of what it got, one a line. */
final class ForkedReading {

  private ForkedReading() {}

  public static void main(String[] args) {
    try (RuntimeMetrics runtime = new RuntimeMetrics()) {
      runtime.read();
      runtime.read().stream().map(Metric::name).sorted().forEach(System.out::println);
    }
  }
}
