package dev.gemba.agent.profile;

import dev.gemba.agent.record.EndedSpan;
import dev.gemba.agent.record.SpanBudget;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the samples that were taken of a span's thread while it was under way. Samples come some
 * seconds late, so spans wait for them; those that are too short to be told anything by samples do
 * not, but are known as where a sample fell. Safe for use by all threads.
 *
 * <p>Spans are looked at in the order in which they ended, so the innermost comes first: what it
 * finds is its own, and those around it have it as part of the whole. Samples are kept for a while,
 * as a span that ends now may have begun long ago.
 */
final class SpanBills {

  /** A span that began before is told that it is not told all. */
  private static final long KEPT_NANOS = 120_000_000_000L;

  private static final int MOST_WAITING = SpanBudget.SPANS;

  /** If samples do not come, for whatever reason, spans go without. */
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static final double NANOS = 1e9;

  private static final Comparator<Waiting> INNERMOST_FIRST =
      Comparator.comparingLong((Waiting one) -> one.ended.endNanos())
          .thenComparing(one -> one.ended.startNanos(), Comparator.reverseOrder());

  /**
   * A span whose samples are not known yet.
   *
   * @param gone whether it has left, and only waits to be known
   */
  private record Waiting(EndedSpan ended, boolean gone) {}

  private final SampleHistory history = new SampleHistory();
  private List<Waiting> waiting = new ArrayList<>();

  private boolean open;

  /** Shorter spans do not wait. */
  private long shortest;

  /**
   * Samples are taken from now on.
   *
   * @param shortestNanos what spans must have lasted to be told anything
   */
  synchronized void begin(long nanos, long shortestNanos) {
    if (!open) {
      history.begin(nanos);
      open = true;
    }
    shortest = shortestNanos;
  }

  /** No more samples come; what waits has what there is. */
  synchronized void end() {
    open = false;
  }

  /**
   * Takes the samples up to a moment.
   *
   * @param samples those since the last call
   */
  synchronized void sampled(List<Sample> samples, long untilNanos) {
    history.add(samples, untilNanos, KEPT_NANOS);
  }

  /**
   * Takes spans that have ended, and gives those whose samples are known, or that need not wait.
   *
   * @param now by {@link System#nanoTime()}
   */
  synchronized List<Span> bill(List<EndedSpan> ended, long now) {
    List<Span> ready = new ArrayList<>();
    for (EndedSpan one : ended) {
      boolean told = one.threadId() > 0 && (open || !history.isEmpty());
      boolean waits = told && isLong(one) && waiting.size() < MOST_WAITING;
      if (waits || (told && waiting.size() < MOST_WAITING / 2)) {
        waiting.add(new Waiting(one, !waits));
      }
      if (!waits) {
        ready.add(one.span());
      }
    }
    for (Waiting known : takeKnown(now)) {
      Span billed = billed(known.ended);
      if (!known.gone) {
        ready.add(billed);
      }
    }
    if (!open && ended.isEmpty()) {
      // The last ones have come by.
      history.begin(now);
    }
    return ready;
  }

  private boolean isLong(EndedSpan one) {
    return one.endNanos() - one.startNanos() >= shortest;
  }

  private List<Waiting> takeKnown(long now) {
    List<Waiting> known = new ArrayList<>();
    List<Waiting> unknown = new ArrayList<>();
    for (Waiting one : waiting) {
      long end = one.ended.endNanos();
      boolean isKnown = !open || end - history.until() <= 0 || now - end > PATIENCE_NANOS;
      (isKnown ? known : unknown).add(one);
    }
    waiting = unknown;
    known.sort(INNERMOST_FIRST);
    return known;
  }

  /** How many spans wait here to leave. For any thread. */
  synchronized int waiting() {
    return (int) waiting.stream().filter(one -> !one.gone).count();
  }

  private Span billed(EndedSpan ended) {
    Bill bill = new Bill();
    long count = 0;
    for (Sample sample : history.of(ended.threadId(), ended.startNanos(), ended.endNanos())) {
      boolean own = sample.link == null;
      bill.add(sample.kind, sample.value, own);
      count += sample.count;
      if (own) {
        sample.link = new Sample.Link(ended.span().traceId(), ended.span().spanId());
      }
    }
    boolean partial =
        ended.startNanos() - history.since() < 0 || ended.endNanos() - history.until() > 0;
    return count == 0 ? ended.span() : withBill(ended.span(), bill, count, partial);
  }

  private static Span withBill(Span span, Bill bill, long count, boolean partial) {
    Map<String, Object> attributes = new HashMap<>(span.attributes().values());
    attributes.put("gemba.profile.samples", count);
    if (partial) {
      attributes.put("gemba.profile.partial", true);
    }
    putSeconds(attributes, "gemba.cpu", bill, Kind.CPU);
    putSeconds(attributes, "gemba.wall", bill, Kind.WALL);
    putSeconds(attributes, "gemba.lock", bill, Kind.LOCK);
    if (bill.has(Kind.ALLOC)) {
      // Where it was counted, that is better than an estimate.
      attributes.putIfAbsent("gemba.alloc.size", bill.whole(Kind.ALLOC));
      attributes.put("gemba.alloc.self_size", bill.self(Kind.ALLOC));
    }
    return span.withAttributes(new Attributes(attributes));
  }

  private static void putSeconds(
      Map<String, Object> attributes, String name, Bill bill, Kind kind) {
    if (bill.has(kind)) {
      attributes.put(name + ".time", bill.whole(kind) / NANOS);
      attributes.put(name + ".self_time", bill.self(kind) / NANOS);
    }
  }
}
