package dev.gemba.agent;

import dev.gemba.agent.govern.Governor;
import dev.gemba.agent.weave.Weaver;
import java.util.List;
import java.util.Map;

/** What the governor turns at: the weaver's capture levels. For the weaver's thread. */
record LevelControls(Weaver weaver) implements Governor.Controls {

  @Override
  public List<Governor.Operation> operations() {
    return weaver.view().operations(Governor.Operation::new);
  }

  @Override
  public String operationOf(String recorded) {
    return weaver.view().operationOf(recorded);
  }

  @Override
  public void hold(Map<String, Integer> levels) {
    weaver.hold(levels);
  }
}
