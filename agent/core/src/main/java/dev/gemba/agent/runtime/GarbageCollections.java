package dev.gemba.agent.runtime;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * How long each garbage collection took, pauses and concurrent cycles alike. The JVM tells in whole
 * milliseconds, so a shorter one counts as zero.
 *
 * <p>Written by the JVM's own notification thread, read by the collector thread; the lock between
 * the two is held for a map access, and no thread of the application ever takes it.
 */
final class GarbageCollections implements Source {

  private static final int MOST_RECENT = 50;

  /** Those that are counted together. */
  private record Kind(String name, String action, String cause) {

    Attributes attributes() {
      return Attributes.of("jvm.gc.name", name)
          .with("jvm.gc.action", action)
          .with("jvm.gc.cause", cause);
    }
  }

  /** Guarded by itself, and so is what follows. */
  private final Map<Kind, MillisHistogram> durations = new LinkedHashMap<>();

  private final Deque<GarbageCollection> recent = new ArrayDeque<>();
  private final List<String> heap = HeapPools.names();
  private final List<NotificationEmitter> emitters = new ArrayList<>();
  private final NotificationListener listener = (notification, unused) -> record(notification);

  GarbageCollections() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(listener, null, null);
        emitters.add(emitter);
      }
    }
  }

  @Override
  public List<Metric> read() {
    List<HistogramPoint> points = new ArrayList<>();
    synchronized (durations) {
      durations.forEach(
          (kind, histogram) ->
              points.add(new HistogramPoint(kind.attributes(), histogram.seconds())));
    }
    return List.of(
        new Metric(
            "jvm.gc.duration",
            "s",
            "Duration of JVM garbage collection actions.",
            new Metric.Histogram(points)));
  }

  @Override
  public void close() {
    for (NotificationEmitter emitter : emitters) {
      try {
        emitter.removeNotificationListener(listener);
      } catch (ListenerNotFoundException ignored) {
        // Gone already, which is what we want.
      }
    }
    emitters.clear();
  }

  /** The last ones, oldest first. For any thread. */
  List<GarbageCollection> recent() {
    synchronized (durations) {
      return List.copyOf(recent);
    }
  }

  private void record(Notification notification) {
    if (!notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      return;
    }
    GarbageCollection collection =
        GarbageCollection.of((CompositeData) notification.getUserData(), heap);
    Kind kind = new Kind(collection.name(), collection.action(), collection.cause());
    synchronized (durations) {
      durations.computeIfAbsent(kind, added -> new MillisHistogram()).add(collection.millis());
      recent.addLast(collection);
      if (recent.size() > MOST_RECENT) {
        recent.removeFirst();
      }
    }
  }
}
