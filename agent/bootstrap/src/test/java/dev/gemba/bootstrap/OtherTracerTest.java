package dev.gemba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtherTracerTest {

  private static final long NEVER = Long.MAX_VALUE;
  private static final TraceContext KEPT = new TraceContext(7, 8, 9, true, null);

  /** Has one context current, which tests change as they please. */
  private static final class TestReader extends OtherTracer.Reader {
    private Object current;
    private boolean fails;

    @Override
    protected Object currentBeside(Object context) {
      if (fails) {
        throw new IllegalStateException("reader");
      }
      return current;
    }
  }

  private final TestReader other = new TestReader();
  private Probe outer;
  private Probe inner;

  @BeforeEach
  void begin() {
    Sampler.keep(1);
    Sampler.judge(true, false, NEVER, 1);
    OtherTracer.readBy(other);
    outer = probe("outer");
    inner = probe("inner");
    Ended.drain();
  }

  @AfterEach
  void end() {
    other.current = null;
    assertThat(Stacks.contextNow()).as("what a test has left behind").isNull();
    assertThat(outer.failures() + inner.failures()).isZero();
    OtherTracer.readBy(null);
    Sampler.keep(1);
    Sampler.judge(false, false, NEVER, 1);
  }

  private static Probe probe(String name) {
    Probe probe = Probes.of("OtherTracerTest", name, "()V");
    probe.aim(Probe.SPAN, Series.of(name), null);
    return probe;
  }

  private Object attach(TraceContext span) {
    Object context = new Object();
    other.current = context;
    OtherTracer.attached(context, span);
    return context;
  }

  private void call(Probe probe) {
    Bridge.exit(probe.id, Bridge.enter(probe.id));
  }

  private static Ended only(String name, List<Ended> ended) {
    return ended.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void isTheParentWhileItIsCurrent() {
    attach(KEPT);
    call(outer);
    other.current = null;
    call(inner);

    List<Ended> ended = Ended.drain();
    Ended within = only("outer", ended);
    assertThat(within.high()).isEqualTo(7);
    assertThat(within.trace()).isEqualTo(8);
    assertThat(within.parent()).isEqualTo(9);
    assertThat(only("inner", ended).parent()).isZero();
    assertThat(only("inner", ended).trace()).isNotEqualTo(8);
  }

  @Test
  void liesBetweenGembasSpans() {
    long token = Bridge.enter(outer.id);
    TraceContext shown = OtherTracer.current(false);
    attach(new TraceContext(shown.traceHigh, shown.traceLow, 77, true, null));
    assertThat(OtherTracer.current(true)).as("its own is the newest").isNull();
    call(inner);
    other.current = null;
    call(probe("after"));
    Bridge.exit(outer.id, token);

    List<Ended> ended = Ended.drain();
    Ended root = only("outer", ended);
    assertThat(root.id()).isEqualTo(shown.spanId);
    assertThat(root.parent()).isZero();
    assertThat(only("inner", ended).parent()).isEqualTo(77);
    assertThat(only("after", ended).parent()).isEqualTo(root.id());
    assertThat(ended).allMatch(span -> span.trace() == root.trace());
  }

  @Test
  void mayEndAfterTheCallThatItBeganIn() {
    long token = Bridge.enter(outer.id);
    TraceContext shown = OtherTracer.current(false);
    attach(new TraceContext(shown.traceHigh, shown.traceLow, 77, true, null));
    Bridge.exit(outer.id, token);
    call(inner);

    List<Ended> ended = Ended.drain();
    assertThat(only("outer", ended).id()).isEqualTo(shown.spanId);
    assertThat(only("inner", ended).parent()).isEqualTo(77);
  }

  @Test
  void mayEndWhileACallIsUnderWayInIt() {
    attach(KEPT);
    long token = Bridge.enter(outer.id);
    other.current = null;
    call(inner);
    Bridge.exit(outer.id, token);
    call(probe("after"));

    List<Ended> ended = Ended.drain();
    Ended within = only("outer", ended);
    assertThat(within.parent()).isEqualTo(9);
    assertThat(only("inner", ended).parent()).isEqualTo(within.id());
    assertThat(only("after", ended).parent()).isZero();
  }

  @Test
  void keepsWhatGembaHeld() {
    Sampler.keep(0);
    long token = Bridge.enter(outer.id);
    TraceContext shown = OtherTracer.current(false);
    assertThat(shown.sampled).isFalse();
    call(inner);
    attach(new TraceContext(shown.traceHigh, shown.traceLow, 77, true, null));
    other.current = null;
    Bridge.exit(outer.id, token);

    List<Ended> ended = Ended.drain();
    assertThat(ended).extracting(Ended::name).containsExactlyInAnyOrder("outer", "inner");
    assertThat(ended).allMatch(span -> span.trace() == shown.traceLow);
  }

  @Test
  void carriesGembasOnWithoutDecidingAboutIt() {
    Sampler.keep(0);
    long token = Bridge.enter(outer.id);
    TraceContext shown = OtherTracer.current(false);
    List<Ended> notJudged = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              attach(shown);
              call(inner);
              notJudged.addAll(Ended.drain());
            });
    thread.start();
    join(thread);
    Bridge.exit(outer.id, token);

    assertThat(notJudged).isEmpty();
    assertThat(Ended.drain()).isEmpty();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isShownWhatAThreadCarriesOnIfItHasNothingItself() {
    long entered = Stacks.enter(KEPT);
    assertThat(OtherTracer.current(false)).isSameAs(KEPT);
    assertThat(OtherTracer.current(true)).isNull();
    Stacks.leave(entered);

    assertThat(OtherTracer.current(false)).isNull();
  }

  @Test
  void isNotShownADroppedTrace() {
    Sampler.keep(0);
    Sampler.judge(false, false, NEVER, 1);
    long token = Bridge.enter(outer.id);
    assertThat(OtherTracer.current(false)).isNull();
    Bridge.exit(outer.id, token);
  }

  @Test
  void beganARequestThatCarriesOnTheSame() {
    attach(KEPT);
    assertThat(Stacks.enterApart(null)).isZero();
    assertThat(Stacks.enterApart(new TraceContext(7, 8, 5, true, null))).isZero();
    call(inner);
    long apart = Stacks.enterApart(new TraceContext(1, 2, 3, true, null));
    call(outer);
    Stacks.leave(apart);

    List<Ended> ended = Ended.drain();
    assertThat(only("inner", ended).parent()).isEqualTo(9);
    assertThat(only("outer", ended).parent()).isEqualTo(3);
  }

  @Test
  void isForgottenIfItCannotBeAsked() {
    attach(KEPT);
    other.fails = true;
    call(inner);

    assertThat(only("inner", Ended.drain()).parent()).isZero();
  }
}
