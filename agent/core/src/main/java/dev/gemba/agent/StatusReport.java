package dev.gemba.agent;

import dev.gemba.agent.control.AgentStatus;
import dev.gemba.agent.govern.Levels;
import dev.gemba.agent.pipeline.LaneState;
import dev.gemba.agent.pipeline.SpanAccount;
import dev.gemba.agent.profile.Profiler;
import dev.gemba.agent.weave.Weaver;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers how the agent is doing from its parts. For any thread. */
final class StatusReport {

  private static final String OWN_THREADS = "gemba-";

  private final Agent agent;

  StatusReport(Agent agent) {
    this.agent = agent;
  }

  AgentStatus read() {
    ConfigInForce config = agent.config();
    return new AgentStatus(
        Agent.VERSION,
        ProcessHandle.current().pid(),
        config.config().service(),
        agent.started(),
        agent.attached(),
        config(config),
        weaving(config),
        profiling(),
        agent.pipeline().states().stream().map(StatusReport::exporter).toList(),
        agent.whyStopped(),
        Drops.in(agent.collector().newest()),
        ownThreads());
  }

  private static AgentStatus.Exporter exporter(LaneState lane) {
    SpanAccount spans = lane.spans();
    return new AgentStatus.Exporter(
        lane.name(),
        lane.state(),
        lane.locations(),
        lane.message(),
        new AgentStatus.Spans(
            spans.recorded(), spans.sent(), spans.spooled(), spans.waiting(), spans.dropped()));
  }

  private static AgentStatus.Config config(ConfigInForce config) {
    ConfigInForce.Rejected rejected = config.rejected();
    return new AgentStatus.Config(
        config.loaded().origin(),
        config.loaded().file() == null ? null : config.loaded().file().getPath(),
        config.since(),
        config.config().enabled(),
        config.problems(),
        rejected == null ? null : new AgentStatus.Rejected(rejected.at(), rejected.problems()));
  }

  private AgentStatus.Profiling profiling() {
    Profiler.State state = agent.profiler().state();
    return new AgentStatus.Profiling(state.engine(), state.sampled(), state.problems());
  }

  private AgentStatus.Weaving weaving(ConfigInForce config) {
    Weaver weaver = agent.weaver();
    // What is asked for and not begun has no number of classes yet.
    int pending = Math.max(weaver.pending(), agent.isChanging() ? 1 : 0);
    return new AgentStatus.Weaving(
        config.written(),
        weaver.view().wovenClasses(),
        weaver.view().wovenMethods(),
        pending,
        weaver.view().failedClasses(),
        pins(weaver));
  }

  /** Levels that were set by hand, by operation. */
  static Map<String, String> pins(Weaver weaver) {
    Map<String, String> pins = new TreeMap<>();
    weaver
        .levelsByHand()
        .forEach(
            (operation, level) ->
                pins.put(operation, level == Weaver.OFF ? "off" : Levels.nameOf(level)));
    return pins;
  }

  private static List<String> ownThreads() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    Thread[] all = new Thread[group.activeCount() + 16];
    int found = group.enumerate(all, true);
    return Arrays.stream(all, 0, found)
        .map(Thread::getName)
        .filter(name -> name.startsWith(OWN_THREADS))
        .sorted()
        .toList();
  }
}
