package dev.gemba.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

class GarbageCollectionTest {

  private final BlockingQueue<Notification> told = new LinkedBlockingQueue<>();

  @Test
  void saysWhatTheJdkReadsOfTheSameNotification() throws Exception {
    List<NotificationEmitter> emitters = new ArrayList<>();
    NotificationListener listener = (notification, unused) -> told.add(notification);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      NotificationEmitter emitter = (NotificationEmitter) collector;
      emitter.addNotificationListener(listener, null, null);
      emitters.add(emitter);
    }
    try {
      System.gc();
      Notification notification = told.poll(30, TimeUnit.SECONDS);
      assertThat(notification).isNotNull();
      CompositeData data = (CompositeData) notification.getUserData();
      GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
      GcInfo gc = info.getGcInfo();
      List<String> heap = HeapPools.names();

      GarbageCollection collection = GarbageCollection.of(data, heap);

      assertThat(collection)
          .isEqualTo(
              new GarbageCollection(
                  gc.getStartTime() / 1000.0,
                  info.getGcName(),
                  info.getGcAction(),
                  info.getGcCause(),
                  gc.getDuration() / 1000.0,
                  used(gc.getMemoryUsageBeforeGc(), heap),
                  used(gc.getMemoryUsageAfterGc(), heap)));
      assertThat(collection.bytesBefore()).isPositive();
      assertThat(collection.millis()).isEqualTo(gc.getDuration());
    } finally {
      for (NotificationEmitter emitter : emitters) {
        emitter.removeNotificationListener(listener);
      }
    }
  }

  private static long used(Map<String, MemoryUsage> pools, List<String> heap) {
    return heap.stream().mapToLong(pool -> pools.get(pool).getUsed()).sum();
  }
}
