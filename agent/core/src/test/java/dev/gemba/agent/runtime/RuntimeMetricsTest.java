package dev.gemba.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.RuntimeMXBean;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is read agrees with what this JVM's beans say just before and just after. */
@Timeout(60)
final class RuntimeMetricsTest {

  private final RuntimeMetrics runtime = new RuntimeMetrics();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void readsEachMemoryPool() {
    List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
    List<Metric> metrics = runtime.read();
    Map<Attributes, Number> used = levels(metrics, "jvm.memory.used");
    Map<Attributes, Number> committed = levels(metrics, "jvm.memory.committed");
    Map<Attributes, Number> limit = levels(metrics, "jvm.memory.limit");
    Map<Attributes, Number> afterGc = levels(metrics, "jvm.memory.used_after_last_gc");

    assertThat(used).hasSameSizeAs(pools);
    for (MemoryPoolMXBean pool : pools) {
      Attributes attributes =
          Attributes.of("jvm.memory.pool.name", pool.getName())
              .with("jvm.memory.type", pool.getType() == MemoryType.HEAP ? "heap" : "non_heap");
      assertThat(used.get(attributes).longValue())
          .isLessThanOrEqualTo(committed.get(attributes).longValue());
      assertThat(limit.containsKey(attributes)).isEqualTo(pool.getUsage().getMax() >= 0);
      if (limit.containsKey(attributes)) {
        assertThat(limit.get(attributes)).isEqualTo(pool.getUsage().getMax());
      }
      assertThat(afterGc.containsKey(attributes)).isEqualTo(pool.getCollectionUsage() != null);
    }
    assertThat(used.values()).anyMatch(bytes -> bytes.longValue() > 1 << 20);
  }

  @Test
  void readsClasses() {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    runtime.read(); // so that reading itself loads nothing more of note
    long before = classes.getTotalLoadedClassCount();
    List<Metric> metrics = runtime.read();
    long after = classes.getTotalLoadedClassCount();

    assertThat(only(metrics, "jvm.class.loaded").longValue()).isBetween(before, after);
    assertThat(only(metrics, "jvm.class.count").longValue()).isPositive().isLessThan(after + 1);
    assertThat(only(metrics, "jvm.class.unloaded").longValue())
        .isLessThanOrEqualTo(classes.getUnloadedClassCount());
    assertThat(((Metric.Sum) metric(metrics, "jvm.class.loaded").data()).monotonic()).isTrue();
    assertThat(((Metric.Sum) metric(metrics, "jvm.class.count").data()).monotonic()).isFalse();
  }

  @Test
  void countsThreadsByStateAndDaemon() throws Exception {
    Attributes waiting =
        Attributes.of("jvm.thread.daemon", false).with("jvm.thread.state", "waiting");
    long before = levels(runtime.read(), "jvm.thread.count").getOrDefault(waiting, 0L).longValue();
    CountDownLatch end = new CountDownLatch(1);
    Thread thread = new Thread(() -> await(end), "waits");
    thread.start();
    try {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      Map<Attributes, Number> threads = levels(runtime.read(), "jvm.thread.count");

      assertThat(threads.get(waiting).longValue()).isEqualTo(before + 1);
      assertThat(threads)
          .containsKey(
              Attributes.of("jvm.thread.daemon", true).with("jvm.thread.state", "runnable"));
    } finally {
      end.countDown();
      thread.join();
    }
  }

  @Test
  void readsProcessorTime() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    List<Metric> metrics = runtime.read();
    long after = system.getProcessCpuTime();

    assertThat(only(metrics, "jvm.cpu.time").doubleValue()).isBetween(before / 1e9, after / 1e9);
    assertThat(only(metrics, "jvm.cpu.count"))
        .isEqualTo((long) Runtime.getRuntime().availableProcessors());
    metrics.stream()
        .filter(metric -> metric.name().equals("jvm.cpu.recent_utilization"))
        .forEach(metric -> assertThat(only(metric).doubleValue()).isBetween(0.0, 1.0));
  }

  @Test
  void countsEachGarbageCollectionWithItsDuration() throws Exception {
    Collections seen = new Collections();
    try {
      System.gc();
      seen.awaitFirst();
      List<HistogramPoint> points = collections();

      long counted = points.stream().mapToLong(p -> p.distribution().count()).sum();
      assertThat(counted).isPositive();
      for (HistogramPoint point : points) {
        assertThat(point.attributes().values())
            .containsOnlyKeys("jvm.gc.name", "jvm.gc.action", "jvm.gc.cause");
        Distribution distribution = point.distribution();
        assertThat(distribution.scale()).isEqualTo(4);
        assertThat(distribution.sum())
            .isLessThanOrEqualTo(distribution.max() * distribution.count() + 1e-9);
      }
      assertThat(points)
          .extracting(point -> point.attributes().text("jvm.gc.name"))
          .isSubsetOf(
              ManagementFactory.getGarbageCollectorMXBeans().stream()
                  .map(GarbageCollectorMXBean::getName)
                  .toList());
    } finally {
      seen.close();
    }
  }

  @Test
  void hearsOfNoCollectionOnceClosed() throws Exception {
    GarbageCollections collections = new GarbageCollections();
    collections.close();
    Collections seen = new Collections();
    try {
      System.gc();
      seen.awaitFirst();

      assertThat(collections.read())
          .containsExactly(
              new Metric(
                  "jvm.gc.duration",
                  "s",
                  "Duration of JVM garbage collection actions.",
                  new Metric.Histogram(List.of())));
    } finally {
      seen.close();
    }
  }

  @Test
  void readsNothingOnceClosed() {
    runtime.close();

    assertThat(runtime.read()).isEmpty();
  }

  @Test
  void readsUptime() {
    RuntimeMXBean bean = ManagementFactory.getRuntimeMXBean();
    long before = bean.getUptime();
    double uptime = only(runtime.read(), "process.uptime").doubleValue();

    assertThat(uptime).isBetween(before / 1000.0, bean.getUptime() / 1000.0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsResidentMemoryAndOpenFilesOnLinux() {
    List<Metric> metrics = runtime.read();
    var unix = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    assertThat(only(metrics, "process.memory.usage").longValue())
        .isBetween(16L << 20, unix.getTotalMemorySize());
    assertThat(only(metrics, "process.unix.file_descriptor.count").longValue())
        .isBetween(3L, unix.getMaxFileDescriptorCount());
  }

  @Test
  void leavesResidentMemoryOutWhereItIsUnknown() {
    assertThat(new OwnProcess("/no/such/file").read())
        .extracting(Metric::name)
        .contains("process.unix.file_descriptor.count")
        .doesNotContain("process.memory.usage");
  }

  @Test
  void namesEachMetricOnceWithAUnitAndADescription() {
    List<Metric> metrics = runtime.read();

    assertThat(metrics).extracting(Metric::name).doesNotHaveDuplicates();
    assertThat(metrics).allMatch(m -> !m.unit().isBlank() && m.description().endsWith("."));
  }

  /** Listens as ours does, but was added later and so is told later. */
  private static final class Collections {

    private final CountDownLatch first = new CountDownLatch(1);
    private final NotificationListener listener = (notification, unused) -> first.countDown();
    private final List<NotificationEmitter> emitters =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(NotificationEmitter.class::cast)
            .toList();

    Collections() {
      emitters.forEach(emitter -> emitter.addNotificationListener(listener, null, null));
    }

    void awaitFirst() throws InterruptedException {
      assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
    }

    void close() throws Exception {
      for (NotificationEmitter emitter : emitters) {
        emitter.removeNotificationListener(listener);
      }
    }
  }

  private List<HistogramPoint> collections() {
    return ((Metric.Histogram) metric(runtime.read(), "jvm.gc.duration").data()).points();
  }

  private static Map<Attributes, Number> levels(List<Metric> metrics, String name) {
    return ((Metric.Sum) metric(metrics, name).data())
        .points().stream().collect(Collectors.toMap(NumberPoint::attributes, NumberPoint::value));
  }

  private static Number only(List<Metric> metrics, String name) {
    return only(metric(metrics, name));
  }

  private static Number only(Metric metric) {
    List<NumberPoint> points =
        metric.data() instanceof Metric.Sum sum
            ? sum.points()
            : ((Metric.Gauge) metric.data()).points();
    assertThat(points).hasSize(1);
    assertThat(points.get(0).attributes()).isEqualTo(Attributes.empty());
    return points.get(0).value();
  }

  private static Metric metric(List<Metric> metrics, String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
