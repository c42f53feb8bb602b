package dev.gemba.bootstrap;

/** Calls of a woven method, by a thread whose recorder no other state has. */
final class Call {

  /** More than there are states at a time: each has a probe of its own. */
  private static final int PROBES = 1 << 16;

  /** So that the other thread has a chance to come in between. */
  static final int TIMES = 20;

  private static final Probe[] POOL = new Probe[PROBES];
  private static final Series SERIES = Series.of("call");
  private static int next;

  static {
    Sampler.keep(1);
    for (int i = 0; i < PROBES; i++) {
      POOL[i] = Probes.of("dev.gemba.bootstrap.Call", "m" + i, "()V");
    }
  }

  final Probe probe;
  private Recorder recorder;
  private int left;

  Call(int level) {
    synchronized (Call.class) {
      probe = POOL[next++ & (PROBES - 1)];
    }
    aim(level);
  }

  void aim(int level) {
    probe.aim(level, SERIES, null);
  }

  /** What woven code does, {@value #TIMES} times. */
  void make() {
    Recorder own = Recorder.unseen();
    Recorder.exchange(own);
    recorder = own;
    for (int i = 0; i < TIMES; i++) {
      long token = Bridge.enter(probe.id);
      Bridge.exit(probe.id, token);
    }
    left = Stacks.contextNow() == null ? 0 : 1;
  }

  /** Null as long as there was no call. */
  Recorder recorder() {
    return recorder;
  }

  /** How often it was recorded. */
  int recorded() {
    DurationCell[] cells = recorder.cells();
    DurationCell cell = SERIES.id < cells.length ? cells[SERIES.id] : null;
    return cell == null ? 0 : (int) cell.calls();
  }

  /** How many spans it left. */
  int spans() {
    return recorder.ring() == null
        ? 0
        : recorder
            .ring()
            .drain(
                (high,
                    low,
                    id,
                    parent,
                    start,
                    end,
                    thread,
                    kind,
                    p,
                    series,
                    error,
                    attributes,
                    state,
                    lost) -> {});
  }

  /** What went wrong: failures of Gemba, and a span that was left on the stack. */
  int wrong() {
    return (int) probe.failures() + left;
  }
}
