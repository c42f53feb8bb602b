package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColdCallsTest {

  private final Map<String, Long> calls = new HashMap<>();

  @Test
  void findsNoneAmongAsManyAsCachesHold() {
    add("o", ColdCalls.WARM, 7);
    add("idle", 500, 0);

    assertThat(ColdCalls.operations(calls)).isEmpty();
  }

  @Test
  void findsAllOfMoreThatTakeTurns() {
    add("o", ColdCalls.WARM + 1, 7);

    assertThat(ColdCalls.operations(calls)).hasSameSizeAs(calls.keySet());
  }

  @Test
  void leavesThoseWarmThatAreCalledAgainSoon() {
    add("busy", 600, 1_000);
    add("often", 300, 500);
    add("seldom", 5_000, 20);

    // Between two calls of a busy one there are 600 + 150 + 100 others, of one of the 300: 1,100.
    assertThat(ColdCalls.operations(calls))
        .hasSize(5_300)
        .noneMatch(operation -> operation.startsWith("busy"));
  }

  private void add(String name, int operations, long callsOfEach) {
    for (int i = 0; i < operations; i++) {
      calls.put(name + i, callsOfEach);
    }
  }
}
