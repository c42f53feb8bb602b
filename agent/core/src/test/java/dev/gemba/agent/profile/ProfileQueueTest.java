package dev.gemba.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Frame;
import dev.gemba.api.export.Profile.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileQueueTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");
  private static final List<Frame> FRAMES = List.of(new Frame("com.acme.Board", "load", 7));
  private static final SampledStack STACK = new SampledStack(FRAMES, List.of("load", "request"));

  private final ProfileQueue queue = new ProfileQueue();

  @Test
  void waitsForSpansThatEndAWhileLater() {
    Sample sample = sample(1);
    queue.add(part(0, sample, sample(1)), 0);

    assertThat(queue.take(4 * SECOND, true)).isEmpty();
    sample.link = new Sample.Link("t", "s");
    List<Profile> taken = queue.take(5 * SECOND, true);

    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).samples())
        .containsExactlyInAnyOrder(
            new Profile.Sample(Kind.CPU, FRAMES, "load", "t", "s", 1, 19),
            new Profile.Sample(Kind.CPU, FRAMES, "load", "", "", 1, 19));
    assertThat(queue.take(100 * SECOND, true)).isEmpty();
  }

  @Test
  void addsUpWhatDiffersInNothingElse() {
    queue.add(part(0, sample(1), sample(2), sample(3)), 0);

    assertThat(queue.take(6 * SECOND, true).get(0).samples())
        .containsExactly(new Profile.Sample(Kind.CPU, FRAMES, "load", "", "", 3, 57));
  }

  @Test
  void whatIsCompleteNeedNotWait() {
    queue.add(part(0, sample(1)), 0);
    queue.add(part(1, sample(1)), SECOND);
    queue.complete();

    assertThat(queue.take(SECOND, true))
        .extracting(Profile::start)
        .containsExactly(START, START.plusSeconds(1));
  }

  @Test
  void holdsNoStackThatNobodyHasAUseFor() {
    Sample unwanted = sample(1);
    queue.add(part(0, unwanted), 0);
    assertThat(queue.take(6 * SECOND, false)).isEmpty();
    assertThat(unwanted.stack).isNull();

    Sample oldest = sample(1);
    queue.add(part(0, oldest), 10 * SECOND);
    for (int i = 0; i < 12; i++) {
      queue.add(part(i, sample(1)), 10 * SECOND);
    }
    assertThat(oldest.stack).isNull();
    assertThat(queue.take(60 * SECOND, true)).hasSize(12);
  }

  private static ProfileQueue.Part part(int second, Sample... samples) {
    return new ProfileQueue.Part(
        START.plusSeconds(second), START.plusSeconds(second + 1), "sampler", List.of(samples));
  }

  private static Sample sample(long thread) {
    return new Sample(Kind.CPU, 0, thread, 1, 19, STACK);
  }
}
