package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTellerTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<String> told = new ArrayList<>();
  private final StepTeller teller = new StepTeller(told::add);

  private void step(int second, String... operations) {
    Instant now = START.plusSeconds(second);
    List<Step> steps = new ArrayList<>();
    for (String operation : operations) {
      steps.add(new Step(now, operation, "timing", "count", true, "because of " + second));
    }
    teller.add(steps);
    teller.tell(now);
  }

  @Test
  void tellsTheFirstDecisionAtOnceAndThoseThatFollowTogether() {
    step(0, "a", "b", "c");
    assertThat(told).containsExactly("because of 0: a from timing to count, and 2 more steps");

    step(3, "d");
    step(6, "e");
    assertThat(told).hasSize(1);
    teller.tell(START.plusSeconds(10));
    assertThat(told)
        .hasSize(2)
        .last()
        .asString()
        .isEqualTo("because of 6: e from timing to count, and 1 more step");

    teller.tell(START.plusSeconds(60));
    assertThat(told).as("nothing new").hasSize(2);
  }
}
