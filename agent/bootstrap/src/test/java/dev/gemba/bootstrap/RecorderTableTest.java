package dev.gemba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;

class RecorderTableTest {

  private record Seen(Recorder found, Recorder current) {

    static Seen byCaller() {
      Recorder current = Recorder.current();
      return new Seen(RecorderTable.find(), current);
    }

    boolean isInTable() {
      return found == current;
    }
  }

  /** A thread that does one thing after the other, until it is told to end. */
  private static final class Worker extends Thread {

    private static final FutureTask<?> END = new FutureTask<>(() -> null);

    private final SynchronousQueue<FutureTask<?>> tasks = new SynchronousQueue<>();

    /** Made with an id that shares its place with another thread's. */
    static Worker beside(Thread other) {
      Worker worker = new Worker();
      while ((worker.getId() - other.getId()) % RecorderTable.PLACES != 0) {
        worker = new Worker();
      }
      worker.start();
      return worker;
    }

    @Override
    public void run() {
      try {
        for (FutureTask<?> task = tasks.take(); task != END; task = tasks.take()) {
          task.run();
        }
      } catch (InterruptedException e) {
        interrupt();
      }
    }

    <T> T call(Callable<T> callable) throws InterruptedException, ExecutionException {
      FutureTask<T> task = new FutureTask<>(callable);
      tasks.put(task);
      return task.get();
    }

    void end() throws InterruptedException {
      tasks.put(END);
      join();
    }
  }

  @Test
  void threadFindsItsRecorder() throws Exception {
    Worker worker = Worker.beside(Thread.currentThread());
    try {
      assertThat(worker.call(RecorderTable::find)).isNull();
      assertThat(worker.call(Seen::byCaller).current().thread()).isSameAs(worker);
    } finally {
      worker.end();
    }
  }

  @Test
  void placeBelongsToTheFirstUntilThatHasEnded() throws Exception {
    Worker first = new Worker();
    first.start();
    Seen ofFirst = first.call(Seen::byCaller);
    Worker second = Worker.beside(first);
    Worker third = Worker.beside(first);
    try {
      Seen ofSecond = second.call(Seen::byCaller);

      assertThat(ofFirst.isInTable()).isTrue();
      assertThat(ofSecond.found()).isNull();
      assertThat(ofSecond.current().thread()).isSameAs(second);
      assertThat(first.call(RecorderTable::find)).isSameAs(ofFirst.current());

      first.end();
      assertThat(third.call(Seen::byCaller).isInTable()).isTrue();
      assertThat(second.call(Recorder::current)).isSameAs(ofSecond.current());
    } finally {
      second.end();
      third.end();
    }
  }

  @Test
  void retiredRecorderLeavesItsPlaceAndNobodyElses() throws Exception {
    Worker first = new Worker();
    first.start();
    Recorder ofFirst = first.call(Recorder::current);
    first.end();
    Worker second = Worker.beside(first);
    try {
      Recorder ofSecond = second.call(Recorder::current);
      ofFirst.retire();
      assertThat(second.call(RecorderTable::find)).isSameAs(ofSecond);

      ofSecond.retire();
      assertThat(second.call(RecorderTable::find)).isNull();
      assertThat(second.call(Recorder::current)).isSameAs(ofSecond);
    } finally {
      second.end();
    }
  }

  @Test
  void threadThatTellsAnotherIdIsFoundAsWell() throws Exception {
    FutureTask<Seen> task = new FutureTask<>(Seen::byCaller);
    Thread odd =
        new Thread(task) {
          @Override
          public long getId() {
            throw new IllegalStateException("an application's own idea of an id");
          }
        };
    odd.start();

    assertThat(task.get().isInTable()).isTrue();
  }
}
