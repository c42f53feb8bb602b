package dev.gemba.agent.profile;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Profile.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * What operations took so far, by the samples of their methods' frames: the innermost one by
 * itself, each one on the stack as a whole. Safe for use by all threads.
 */
final class OperationBills {

  private static final double NANOS = 1e9;

  /** How a kind's sums are told. */
  private record Told(String noun, String unit, String text, LongFunction<Number> inUnit) {}

  private static final Map<Kind, Told> TOLD =
      new EnumMap<>(
          Map.of(
              Kind.CPU,
              new Told("cpu.time", "s", "CPU time", nanos -> nanos / NANOS),
              Kind.ALLOC,
              new Told("alloc.size", "By", "Bytes allocated", Long::valueOf),
              Kind.WALL,
              new Told("wall.time", "s", "Time of threads", nanos -> nanos / NANOS),
              Kind.LOCK,
              new Told("lock.time", "s", "Time waited for locks", nanos -> nanos / NANOS)));

  private final Map<String, Bill> bills = new TreeMap<>();
  private final Map<Kind, Long> samples = new EnumMap<>(Kind.class);

  synchronized void add(List<Sample> taken) {
    for (Sample sample : taken) {
      samples.merge(sample.kind, sample.count, Long::sum);
      boolean innermost = true;
      for (String operation : sample.stack.operations()) {
        Bill bill = bills.computeIfAbsent(operation, o -> new Bill());
        bill.add(sample.kind, sample.value, innermost);
        innermost = false;
      }
    }
  }

  /** None of a kind that was never sampled. */
  synchronized List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    List<NumberPoint> counts = new ArrayList<>();
    samples.forEach(
        (kind, count) -> {
          counts.add(new NumberPoint(Attributes.of("gemba.profile.kind", kind.text()), count));
          Told told = TOLD.get(kind);
          String[] name = told.noun.split("\\.");
          metrics.add(
              metric(
                  "gemba.operation." + told.noun,
                  told,
                  " in the operation's methods and what they call, by samples.",
                  kind,
                  bill -> bill.whole(kind)));
          metrics.add(
              metric(
                  "gemba.operation." + name[0] + ".self_" + name[1],
                  told,
                  " in the operation's methods, without what other operations took in them, by"
                      + " samples.",
                  kind,
                  bill -> bill.self(kind)));
        });
    if (!counts.isEmpty()) {
      metrics.add(
          new Metric(
              "gemba.profile.samples",
              "{sample}",
              "Samples that were taken, of whatever thread.",
              new Metric.Sum(true, counts)));
    }
    return metrics;
  }

  private Metric metric(String name, Told told, String text, Kind kind, ToLongFunction<Bill> sum) {
    List<NumberPoint> points = new ArrayList<>();
    bills.forEach(
        (operation, bill) -> {
          if (bill.has(kind)) {
            points.add(
                new NumberPoint(
                    Attributes.of("gemba.operation", operation),
                    told.inUnit.apply(sum.applyAsLong(bill))));
          }
        });
    return new Metric(name, told.unit, told.text + text, new Metric.Sum(true, points));
  }
}
