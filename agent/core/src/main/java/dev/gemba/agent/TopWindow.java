package dev.gemba.agent;

import dev.gemba.agent.analyse.OperationTable;
import dev.gemba.agent.analyse.SnapshotDifference;
import dev.gemba.agent.control.AgentCommands;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.control.TopFrame;
import dev.gemba.agent.govern.Moment;
import dev.gemba.agent.govern.Overhead;
import dev.gemba.agent.govern.OverheadMeter;
import dev.gemba.api.export.Snapshot;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The operations of the last while, again and again, for one client. Keeps the snapshots of that
 * while, and no more. For one thread.
 */
final class TopWindow implements AgentCommands.Feed {

  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;

  private final Agent agent;
  private final OverheadMeter meter;
  private final Duration length;
  private final Deque<Moment> moments = new ArrayDeque<>();

  /**
   * @param length zero for all since the start
   */
  TopWindow(Agent agent, OverheadMeter meter, Duration length) {
    this.agent = agent;
    this.meter = meter;
    this.length = length;
  }

  @Override
  public JsonBody next() {
    takeIn(agent.collector().newest());
    Moment newest = moments.getLast();
    Moment oldest = moments.getFirst();
    boolean sinceStart = length.isZero() || newest == oldest;
    Snapshot now = newest.snapshot();
    OperationTable total = OperationTable.of(now);
    OperationTable window =
        sinceStart
            ? total
            : OperationTable.of(
                SnapshotDifference.between(oldest.snapshot(), now),
                Duration.between(oldest.snapshot().time(), now.time()));
    OperationLevels levels = new OperationLevels(agent.weaver().view());
    Overhead overhead = newest == oldest ? null : meter.between(oldest, newest, levels::numberOf);
    return new TopFrame(
        now.time(),
        ProcessHandle.current().pid(),
        agent.config().config().service(),
        ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS,
        window,
        total,
        levels::nameOf,
        overhead == null
            ? Double.NaN
            : overhead.processSeconds() / (overhead.window().toNanos() / NANOS),
        overhead == null ? Double.NaN : overhead.ratio());
  }

  private void takeIn(Snapshot newest) {
    if (moments.isEmpty() || !moments.getLast().snapshot().time().equals(newest.time())) {
      moments.add(meter.moment(newest));
    }
    if (length.isZero()) {
      // The first and the last are all that is needed to tell what Gemba costs.
      while (moments.size() > 2) {
        Moment first = moments.removeFirst();
        moments.removeFirst();
        moments.addFirst(first);
      }
      return;
    }
    Instant from = newest.time().minus(length);
    // The one before the window is where it begins.
    while (moments.size() > 2 && !second().snapshot().time().isAfter(from)) {
      moments.removeFirst();
    }
  }

  private Moment second() {
    Moment first = moments.removeFirst();
    Moment second = moments.getFirst();
    moments.addFirst(first);
    return second;
  }
}
