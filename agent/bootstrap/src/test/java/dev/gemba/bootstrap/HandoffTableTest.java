package dev.gemba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HandoffTableTest {

  private final HandoffTable table = new HandoffTable();

  private static TraceContext context(long id) {
    return new TraceContext(1, 2, id, true);
  }

  @Test
  void givesATaskWhatItWasPutInWithAndOnlyOnce() {
    Object task = new Object();
    Object other = new Object();
    table.put(task, context(1));
    table.put(other, context(2));

    assertThat(table.contains(task)).isTrue();
    assertThat(table.take(task).spanId).isEqualTo(1);
    assertThat(table.take(task)).isNull();
    assertThat(table.contains(task)).isFalse();
    assertThat(table.take(other).spanId).isEqualTo(2);
    assertThat(table.isEmpty()).isTrue();
  }

  @Test
  void tellsTasksApartByIdentity() {
    String task = new String("task");
    table.put(task, context(1));

    assertThat(table.take(new String("task"))).isNull();
    assertThat(table.take(task)).isNotNull();
  }

  @Test
  void aTaskThatIsPutInTwiceCanBeTakenTwice() {
    Object task = new Object();
    table.put(task, context(1));
    table.put(task, context(2));

    assertThat(List.of(table.take(task).spanId, table.take(task).spanId))
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(table.take(task)).isNull();
  }

  @Test
  void keepsTheOthersOfABucket() {
    // More tasks than there are buckets, so that many share one.
    List<Object> tasks = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      tasks.add(new Object());
      table.put(tasks.get(i), context(i + 1));
    }
    for (int i = 0; i < tasks.size(); i += 2) {
      assertThat(table.take(tasks.get(i)).spanId).isEqualTo(i + 1);
    }
    for (int i = 1; i < tasks.size(); i += 2) {
      assertThat(table.take(tasks.get(i)).spanId).isEqualTo(i + 1);
    }
    assertThat(table.isEmpty()).isTrue();
  }

  @Test
  void refusesWhatIsTooMany() {
    Object task = new Object();
    for (int i = 0; i < HandoffTable.MOST; i++) {
      assertThat(table.put(new Object(), context(1))).isTrue();
    }

    assertThat(table.put(task, context(1))).isFalse();
    assertThat(table.take(task)).isNull();
    assertThat(table.size()).isEqualTo(HandoffTable.MOST);
  }

  @Test
  void letsGoOfTasksThatNobodyRuns() throws InterruptedException {
    Object kept = new Object();
    table.put(kept, context(1));
    for (int i = 0; i < 1_000; i++) {
      table.put(new Object(), context(2));
    }

    for (int turn = 0; turn < 100 && table.size() > 1; turn++) {
      System.gc();
      Thread.sleep(10);
      table.sweep();
    }

    assertThat(table.size()).isEqualTo(1);
    assertThat(table.contains(kept)).isTrue();
    assertThat(table.take(kept).spanId).isEqualTo(1);
    assertThat(table.take(kept)).isNull();
  }

  @Test
  void isExactWhereThreadsMeet() throws InterruptedException {
    int threads = 4;
    int tasks = 50_000;
    // One object for all, and so one bucket that all change at once.
    Object shared = new Object();
    CountDownLatch begin = new CountDownLatch(1);
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int own = t + 1;
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                } catch (InterruptedException e) {
                  return;
                }
                for (int i = 0; i < tasks; i++) {
                  Object task = new Object();
                  table.put(task, context(own));
                  table.put(shared, context(own));
                  TraceContext taken = table.take(task);
                  if (taken == null || taken.spanId != own) {
                    wrong.add("own task");
                  }
                  if (table.take(shared) == null) {
                    wrong.add("shared task");
                  }
                }
              });
      all.add(thread);
      thread.start();
    }
    begin.countDown();
    for (Thread thread : all) {
      thread.join();
    }

    assertThat(wrong).isEmpty();
    assertThat(table.isEmpty()).isTrue();
    assertThat(table.take(shared)).isNull();
  }
}
