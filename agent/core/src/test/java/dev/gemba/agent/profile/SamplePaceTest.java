package dev.gemba.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Profile.Kind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplePaceTest {

  private static final SampledStack STACK = new SampledStack(List.of(), List.of());
  private static final SamplingPlan PLAN = new SamplingPlan(19, 4, 0, 10);

  private final SamplePace pace = new SamplePace();

  @Test
  void takesNoMoreThanSoManyASecondOfAllocations() {
    pace.look(samples(Kind.ALLOC, 600), 5);

    assertThat(pace.applyTo(PLAN)).isEqualTo(new SamplingPlan(19, 16, 0, 10));
    pace.look(samples(Kind.ALLOC, 190), 5);
    pace.look(samples(Kind.ALLOC, 80), 5);
    assertThat(pace.applyTo(PLAN)).as("stays").isEqualTo(new SamplingPlan(19, 16, 0, 10));
    pace.look(samples(Kind.ALLOC, 375), 5);
    assertThat(pace.applyTo(PLAN).allocBytes()).isEqualTo(40);
  }

  @Test
  void comesBackAsFarAsItHasTo() {
    pace.look(samples(Kind.LOCK, 3_000), 5);
    assertThat(pace.applyTo(PLAN).lockNanos()).isEqualTo(200);
    pace.look(samples(Kind.LOCK, 60), 5);
    assertThat(pace.applyTo(PLAN).lockNanos()).as("for 30 a second").isEqualTo(80);
    pace.look(List.of(), 5);
    assertThat(pace.applyTo(PLAN).lockNanos()).as("not at once").isEqualTo(20);
    pace.look(List.of(), 5);
    assertThat(pace.applyTo(PLAN)).isEqualTo(PLAN);
  }

  @Test
  void leavesCpuAndWhatIsBearableAlone() {
    pace.look(samples(Kind.CPU, 10_000), 5);
    pace.look(samples(Kind.ALLOC, 190), 5);

    assertThat(pace.applyTo(PLAN)).isEqualTo(PLAN);
  }

  @Test
  void learnsNothingFromAMoment() {
    pace.look(samples(Kind.ALLOC, 600), 5);
    pace.look(samples(Kind.ALLOC, 6), 0.02);
    pace.look(List.of(), 0.02);

    assertThat(pace.applyTo(PLAN).allocBytes()).isEqualTo(16);
  }

  @Test
  void hasAnEndHoweverManyThereAre() {
    for (int i = 0; i < 10; i++) {
      pace.look(samples(Kind.ALLOC, 1_000_000), 1);
    }

    assertThat(pace.applyTo(PLAN).allocBytes()).isEqualTo(4L << 16);
  }

  private static List<Sample> samples(Kind kind, int number) {
    return Collections.nCopies(number, new Sample(kind, 0, 1, 1, 1, STACK));
  }
}
