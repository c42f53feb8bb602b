package dev.gemba.agent.pipeline;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.ExportException.Undelivered;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An exporter whose server does as a test says, and takes everything otherwise. */
final class Server implements Exporter {

  /** What it does with an export: returns the spans that it takes, or throws. */
  interface Behaviour {
    List<Span> take(Snapshot snapshot) throws Exception;
  }

  /** For the next exports, in this order. */
  final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();

  /** For all others. */
  volatile Behaviour usual = Snapshot::spans;

  final List<Snapshot> tries = new CopyOnWriteArrayList<>();
  final List<Span> taken = new CopyOnWriteArrayList<>();
  final CountDownLatch closed = new CountDownLatch(1);

  static Behaviour away() {
    return away(null);
  }

  /** Cannot be reached, or wishes to be left alone. */
  static Behaviour away(Duration retryAfter) {
    return snapshot -> {
      throw failure(snapshot.spans(), 0, 0, Optional.ofNullable(retryAfter), false);
    };
  }

  static Behaviour refusing() {
    return snapshot -> {
      throw failure(List.of(), snapshot.spans().size(), 0, Optional.empty(), false);
    };
  }

  static ExportException failure(
      List<Span> toRetry, int refused, int rejected, Optional<Duration> after, boolean partial) {
    return new ExportException(
        "planted", null, new Undelivered(toRetry, refused, rejected, after, partial));
  }

  @Override
  public void export(Snapshot snapshot) throws Exception {
    tries.add(snapshot);
    Behaviour behaviour = next.poll();
    taken.addAll((behaviour == null ? usual : behaviour).take(snapshot));
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /** Names of the spans that it has taken, in their order. */
  List<String> names() {
    return taken.stream().map(Span::name).toList();
  }
}
