package dev.gemba.exporter.kafka;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterProvider;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * A program that delivers a snapshot to {@code args[0]}, by a provider found as the agent finds it,
 * on a thread as the agent's. Says so if it leaves something behind.
 */
final class ForkedDelivery {

  private ForkedDelivery() {}

  public static void main(String[] args) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    Thread lane = new Thread(() -> deliver(args[0]), "lane");
    lane.setContextClassLoader(null);
    lane.setUncaughtExceptionHandler(
        (thread, e) -> {
          e.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    lane.start();
    lane.join();

    Set<Thread> left = Thread.getAllStackTraces().keySet();
    left.removeAll(threads);
    if (!left.isEmpty()) {
      System.out.println("left behind: " + left);
    }
    if (!Objects.equals(before, Thread.currentThread().getContextClassLoader())) {
      System.out.println("another context class loader");
    }
  }

  private static void deliver(String broker) {
    try {
      ExporterProvider provider =
          ServiceLoader.load(ExporterProvider.class, ForkedDelivery.class.getClassLoader())
              .findFirst()
              .orElseThrow();
      Exporter exporter = provider.open(Samples.options(Map.of("brokers", broker)));
      exporter.export(Samples.at(1, Samples.metrics(1), Samples.trace(1, 1, Attributes.empty())));
      exporter.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
