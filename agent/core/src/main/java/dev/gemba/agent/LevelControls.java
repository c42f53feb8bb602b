package dev.gemba.agent;

import dev.gemba.agent.govern.Governor;
import dev.gemba.agent.pipeline.Pipeline;
import dev.gemba.agent.weave.Weaver;
import dev.gemba.bootstrap.SpanStack;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * What the governor turns at: the weaver's capture levels, the share of traces that is kept, and
 * how often exporters get a snapshot. For the weaver's thread.
 *
 * @param keepRatio of all traces, by the configuration in force
 */
record LevelControls(Weaver weaver, Pipeline pipeline, DoubleSupplier keepRatio)
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
    SpanStack.keep(keepRatio.getAsDouble() * share);
  }

  @Override
  public void exportEvery(int seconds) {
    pipeline.exportEvery(seconds);
  }
}
