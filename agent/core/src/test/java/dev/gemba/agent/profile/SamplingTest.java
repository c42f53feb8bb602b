package dev.gemba.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.agent.record.DropCounters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import one.jfr.JfrReader;
import org.junit.jupiter.api.Test;

/** What becomes of a session whatever fails; engines are played by the test. */
class SamplingTest {

  private static final SamplingPlan PLAN = new SamplingPlan(19_000_000, 4 << 20, 0, 10_000_000);
  private static final SamplingPlan WITH_WALL =
      new SamplingPlan(19_000_000, 4 << 20, 100_000_000, 10_000_000);
  private static final ProfileOrder WALL =
      new ProfileOrder(Event.WALL, 5_000_000, Duration.ofSeconds(1));
  private static final ProfileOrder SAME_CPU =
      new ProfileOrder(Event.CPU, 19_000_000, Duration.ofSeconds(1));

  private final List<String> log = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final DropCounters drops = new DropCounters();
  private String otherProfiler;
  private String bestFails;
  private Throwable cutFails;
  private boolean large;
  private long tick;
  private final Engines engines =
      new Engines(
          () -> {
            if (bestFails != null) {
              throw new ProfileException(bestFails);
            }
            return new Played("best", null);
          },
          new Played("other", "no wall"),
          () -> otherProfiler);
  private final Sampling sampling =
      new Sampling(
          engines,
          () -> (type, method, descriptor) -> null,
          drops,
          messages::add,
          new OperationBills(),
          new SpanBills(),
          new ProfileQueue());

  @Test
  void goesOnWithOneSessionAsLongAsNothingElseIsWanted() {
    turns(PLAN, 30);

    assertThat(log)
        .hasSize(30)
        .startsWith("best begins", "best is cut")
        .doesNotContain("best ends");
    assertThat(sampling.state().engine()).isEqualTo("best");
    assertThat(messages).isEmpty();
  }

  @Test
  void beginsAnotherWhereOtherThingsAreWantedOrItIsLarge() {
    turns(PLAN, 2);
    turns(PLAN.slower(2), 1);
    large = true;
    turns(PLAN.slower(2), 1);
    large = false;
    turns(SamplingPlan.NOTHING, 1);

    assertThat(log)
        .containsSubsequence(
            "best begins", "best ends", "best begins", "best ends", "best begins", "best ends");
    assertThat(log).last().isEqualTo("best ends");
    assertThat(sampling.state()).isEqualTo(Profiler.State.NONE);
  }

  @Test
  void fallsBackAndSaysSoOnce() {
    bestFails = "no library";
    turns(PLAN, 40);

    assertThat(sampling.state().engine()).isEqualTo("other");
    assertThat(sampling.state().problems()).containsExactly("no library");
    assertThat(messages).containsExactly("samples with other, as no library");
    assertThat(log).filteredOn("other begins"::equals).hasSize(1);
  }

  @Test
  void leavesTheFloorToAnotherProfilerAndComesBackWhenItIsGone() {
    turns(PLAN, 2);
    otherProfiler = "libother.so";
    turns(PLAN, 1);
    assertThat(sampling.state().engine()).isEqualTo("other");
    assertThat(sampling.state().problems())
        .containsExactly("another profiler is in this JVM (libother.so)");
    otherProfiler = null;
    turns(PLAN, 13);

    assertThat(sampling.state().engine()).isEqualTo("best");
  }

  @Test
  void samplesWhatItCanWhereOneKindIsNotToBeHad() {
    bestFails = "no library";
    turns(WITH_WALL, 1);

    assertThat(sampling.state().sampled()).startsWith("cpu 19.0 ms").contains("wall off");
    assertThat(sampling.state().problems()).containsExactly("no library", "no wall");
  }

  @Test
  void saysHowOftenItSamplesWhereThatIsLessThanWanted() {
    tick = 10_000_000;
    turns(PLAN, 1);
    assertThat(sampling.state().problems()).isEmpty();
    turns(PLAN.withCpuNanos(1_000_000), 1);

    assertThat(sampling.state().sampled()).startsWith("cpu 10.0 ms");
    assertThat(sampling.state().problems())
        .containsExactly("perf_event_open is refused: CPU is sampled every 10 ms");
    turns(PLAN.withCpuNanos(0), 1);
    assertThat(sampling.state().sampled()).startsWith("cpu off");
  }

  @Test
  void goesOnAfterAnyFailureOfAReading() {
    for (Throwable failure :
        List.of(new IOException("disk"), new OutOfMemoryError("heap"), new LinkageError("class"))) {
      turns(PLAN, 1);
      cutFails = failure;
      turns(PLAN, 1);
      cutFails = null;
      assertThat(log).last().isEqualTo("best is aborted");
      turns(PLAN, 1);
      assertThat(log).last().isEqualTo("best begins");
    }
    assertThat(drops.totals()).containsEntry("profile-chunk", 3L);
  }

  @Test
  void anOrderOfTheSameGoesOnWithTheSessionAndAnotherDoesNot() throws Exception {
    turns(PLAN, 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sampling.beginOrder(SAME_CPU, out);
    assertThat(sampling.endOrder().engine().name()).isEqualTo("best");
    assertThat(log).filteredOn("best begins"::equals).hasSize(1);

    sampling.beginOrder(WALL, out);
    assertThat(sampling.state().sampled()).contains("wall 5.0 ms");
    sampling.endOrder();
    assertThat(sampling.state().sampled()).contains("wall off");
    assertThat(log).filteredOn("best begins"::equals).hasSize(3);
  }

  @Test
  void anOrderThatCannotBeHadChangesNothing() {
    bestFails = "no library";
    turns(PLAN, 1);

    assertThatThrownBy(() -> sampling.beginOrder(WALL, OutputStream.nullOutputStream()))
        .isInstanceOf(ProfileException.class)
        .hasMessage("no library; no wall");
    turns(PLAN, 1);
    assertThat(sampling.state().engine()).isEqualTo("other");
    assertThat(sampling.state().sampled()).contains("wall off");
  }

  @Test
  void anOrderWithAGapSaysSo() throws Exception {
    turns(PLAN, 1);
    sampling.beginOrder(SAME_CPU, OutputStream.nullOutputStream());
    cutFails = new IOException("disk");
    turns(PLAN, 1);
    cutFails = null;
    turns(PLAN, 1);

    assertThatThrownBy(sampling::endOrder)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("samples were lost meanwhile");
    sampling.beginOrder(SAME_CPU, OutputStream.nullOutputStream());
    sampling.endOrder();
  }

  @Test
  void aFullDiskOfAnOrderDoesNotEndTheSession() throws Exception {
    turns(PLAN, 1);
    sampling.beginOrder(SAME_CPU, new FullDisk());
    turns(PLAN, 2);

    assertThatThrownBy(sampling::endOrder).hasMessage("no space left");
    assertThat(log).filteredOn("best begins"::equals).hasSize(1);
    assertThat(drops.totals()).isEmpty();
  }

  @Test
  void anOrderWithoutASessionEndsWithNone() throws Exception {
    sampling.beginOrder(SAME_CPU, OutputStream.nullOutputStream());
    sampling.endOrder();

    assertThat(log).containsExactly("best begins", "best ends");
    assertThat(sampling.state()).isEqualTo(Profiler.State.NONE);
  }

  @Test
  void whatCannotBeReadAtExitIsLeftAlone() {
    bestFails = "no library";
    turns(PLAN, 1);
    sampling.close(true);

    assertThat(log).containsExactly("other begins");
    assertThat(sampling.state()).isEqualTo(Profiler.State.NONE);
  }

  private void turns(SamplingPlan plan, int number) {
    for (int i = 0; i < number; i++) {
      sampling.turn(plan);
    }
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("no space left");
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      throw new IOException("no space left");
    }
  }

  private final class Played implements Engine {
    private final String name;
    private final String noWall;

    Played(String name, String noWall) {
      this.name = name;
      this.noWall = noWall;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String whyNot(Event event) {
      return event == Event.WALL ? noWall : null;
    }

    @Override
    public long possibleCpuNanos(long wanted) {
      return Math.max(wanted, tick);
    }

    @Override
    public Session begin(SamplingPlan plan) {
      log.add(name + " begins");
      return new PlayedSession(name, noWall == null);
    }
  }

  private final class PlayedSession implements Session {
    private final String name;
    private final boolean cutAtExit;

    PlayedSession(String name, boolean cutAtExit) {
      this.name = name;
      this.cutAtExit = cutAtExit;
    }

    @Override
    public ByteBuffer cut() throws IOException {
      return next(" is cut");
    }

    @Override
    public ByteBuffer end() throws IOException {
      return next(" ends");
    }

    private ByteBuffer next(String what) throws IOException {
      if (cutFails instanceof IOException e) {
        throw e;
      }
      if (cutFails instanceof Error e) {
        throw e;
      }
      log.add(name + what);
      return ByteBuffer.allocate(0);
    }

    @Override
    public void abort() {
      log.add(name + " is aborted");
    }

    @Override
    public long cutMillis() {
      return CUT_MILLIS;
    }

    @Override
    public boolean isCutAtExit() {
      return cutAtExit;
    }

    @Override
    public Tally tally() {
      return new Tally(0, 0, large);
    }

    @Override
    public LongUnaryOperator nanoTimes(JfrReader chunk) {
      return ticks -> ticks;
    }

    @Override
    public boolean isShared() {
      return false;
    }
  }
}
