package dev.gemba.bench.workload;

/** What is called again and again, by one thread. */
interface Subject {

  /** Makes the calls; the result depends on all of them, so that none can be left out. */
  long call(int times);

  /** The subject of that name: {@code recursion} or {@code flat}, watched by hand or not at all. */
  static Subject named(String mode, boolean byHand, int depth, long methodTimeNanos) {
    return switch (mode) {
      case "recursion" ->
          byHand
              ? byHand(new RecursiveByHand(), depth, methodTimeNanos)
              : of(new Recursive(), depth, methodTimeNanos);
      case "flat" -> byHand ? byHand(new FlatByHand()) : of(new Flat());
      default -> throw new IllegalArgumentException("no mode is called " + mode);
    };
  }

  private static Subject of(Recursive recursive, int depth, long methodTimeNanos) {
    return times -> {
      long sink = 0;
      for (int i = 0; i < times; i++) {
        sink += recursive.monitored(methodTimeNanos, depth);
      }
      return sink;
    };
  }

  private static Subject byHand(RecursiveByHand recursive, int depth, long methodTimeNanos) {
    return times -> {
      long sink = recursive.sumNanos();
      for (int i = 0; i < times; i++) {
        sink += recursive.monitored(methodTimeNanos, depth);
      }
      return sink;
    };
  }

  private static Subject of(Flat flat) {
    return times -> {
      long sink = times;
      for (int i = 0; i < times; i++) {
        sink = flat.hashed(sink + i);
      }
      return sink;
    };
  }

  private static Subject byHand(FlatByHand flat) {
    return times -> {
      long sink = times + flat.sumNanos();
      for (int i = 0; i < times; i++) {
        sink = flat.hashed(sink + i);
      }
      return sink;
    };
  }
}
