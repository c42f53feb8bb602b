package dev.gemba.agent;

import dev.gemba.agent.govern.Governor;
import dev.gemba.agent.pipeline.Pipeline;
import dev.gemba.agent.profile.Profiler;
import dev.gemba.agent.trace.TraceSampling;
import dev.gemba.agent.weave.Weaver;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the governor turns at: the weaver's capture levels, the share of traces that is kept, and
 * how often exporters get a snapshot and samples are taken. For the weaver's thread.
 */
record LevelControls(Weaver weaver, Pipeline pipeline, TraceSampling sampling, Profiler profiler)
    implements Governor.Controls {

  @Override
  public List<Governor.Operation> operations() {
    return weaver.view().operations(Governor.Operation::new);
  }

  @Override
  public String operationOf(String recorded) {
    return weaver.view().operationOf(recorded);
  }

  @Override
  public void hold(Map<String, Integer> levels, Set<String> withoutValues, Set<String> unwoven) {
    weaver.hold(levels, withoutValues, unwoven);
  }

  @Override
  public void keepTraces(double share) {
    sampling.share(share);
  }

  @Override
  public void exportEvery(int seconds) {
    pipeline.exportEvery(seconds);
  }

  @Override
  public void sampleSlower(int times) {
    profiler.slowDown(times);
  }
}
