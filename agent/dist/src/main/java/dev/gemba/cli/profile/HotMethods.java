package dev.gemba.cli.profile;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import one.convert.JfrConverter;
import one.jfr.JfrReader;
import one.jfr.StackTrace;
import one.jfr.event.Event;

/** What the methods of a recording took, by themselves and with all that they called. */
public final class HotMethods {

  /**
   * A method.
   *
   * @param name {@code com.acme.Board.load}, or a function of the JVM or the system
   * @param self of {@link #total()}, what it took by itself
   * @param whole of {@link #total()}, with all that it called
   */
  public record Method(String name, long self, long whole) {}

  private final Map<String, long[]> byName = new HashMap<>();
  private long samples;
  private long total;

  private HotMethods() {}

  /**
   * Reads a recording.
   *
   * @throws IOException if it is none
   */
  public static HotMethods in(ProfileSource source) throws IOException {
    HotMethods methods = new HotMethods();
    try (JfrReader recording = new JfrReader(source.file().toString())) {
      methods.new Tally(recording, source).convert();
    }
    return methods;
  }

  /** How often a sample was taken. */
  public long samples() {
    return samples;
  }

  /** What all samples stand for: so many of them, or bytes, or nanoseconds of waiting. */
  public long total() {
    return total;
  }

  /** Those that took most by themselves. */
  public List<Method> hottest(int most) {
    return byName.entrySet().stream()
        .map(entry -> new Method(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
        .sorted(
            Comparator.comparingLong(Method::self)
                .thenComparingLong(Method::whole)
                .reversed()
                .thenComparing(Method::name))
        .limit(most)
        .toList();
  }

  private final class Tally extends JfrConverter {
    private final ProfileSource source;
    private final boolean inTotals;

    Tally(JfrReader recording, ProfileSource source) {
      super(recording, source.arguments());
      this.source = source;
      this.inTotals = args.total;
    }

    @Override
    protected void convertChunk() {
      StackCut.cut(jfr, this, source.methods());
      collector.forEach(this::add);
    }

    private void add(Event event, long taken, long value) {
      if (excludeStack(event.stackTraceId, event.tid, event.classId())) {
        return;
      }
      long counted = inTotals ? value : taken;
      samples += taken;
      total += counted;
      StackTrace stack = jfr.stackTraces.get(event.stackTraceId);
      Set<String> seen = new HashSet<>();
      for (int i = 0; stack != null && i < stack.methods.length; i++) {
        String name = getMethodName(stack.methods[i], stack.types[i]).replace('/', '.');
        long[] sums = byName.computeIfAbsent(name, unused -> new long[2]);
        sums[0] += i == 0 ? counted : 0;
        sums[1] += seen.add(name) ? counted : 0;
      }
    }
  }
}
