package dev.gemba.bootstrap;

import static dev.gemba.bootstrap.Ended.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Traces that nobody drew are judged when they end. */
class TailSamplingTest {

  private static final long NEVER = Long.MAX_VALUE;

  private Probe root;
  private Probe inner;
  private Probe leaf;

  @BeforeEach
  void begin(TestInfo test) {
    String of = test.getTestMethod().orElseThrow().getName();
    root = probe(of, "root");
    inner = probe(of, "inner");
    leaf = probe(of, "leaf");
    drain();
    Sampler.keep(0);
    Sampler.judge(true, true, NEVER, 1);
    Sampler.allowSlow(1_000_000);
  }

  @AfterEach
  void end() {
    Sampler.keep(1);
    Sampler.judge(false, false, NEVER, 1);
    assertThat(Stacks.contextNow()).as("what a test has left behind").isNull();
    assertThat(root.failures() + inner.failures() + leaf.failures()).isZero();
    assertThat(Verdict.held()).as("spans that wait for ever").isZero();
  }

  private static Probe probe(String test, String name) {
    Probe probe = Probes.of("TailSamplingTest", test + "." + name, "()V");
    probe.aim(Probe.SPAN, Series.of(name), null);
    return probe;
  }

  private static void call(Probe probe, Runnable body) {
    call(probe, body, null);
  }

  private static void call(Probe probe, Runnable body, Throwable thrown) {
    long token = Bridge.enter(probe.id);
    body.run();
    Bridge.exit(probe.id, token, thrown);
  }

  private static void nothing() {}

  private static List<String> names(List<Ended> kept) {
    return kept.stream().map(TailSamplingTest::shown).toList();
  }

  private static String shown(Ended span) {
    return span.name() + (span.error() == null ? "" : "!");
  }

  private static void assertOneTree(List<Ended> kept) {
    assertThat(kept).extracting(Ended::trace).containsOnly(kept.get(0).trace());
    assertThat(kept).extracting(Ended::id).doesNotHaveDuplicates().doesNotContain(0L);
    assertThat(kept).filteredOn(span -> span.parent() == 0).hasSize(1);
    for (Ended span : kept) {
      assertThat(span.parent() == 0 || kept.stream().anyMatch(other -> other.id() == span.parent()))
          .as("the parent of %s is there", span.name())
          .isTrue();
    }
  }

  @Test
  void whatGoesWellAndFastIsDropped() {
    for (int i = 0; i < 3 * SpanRing.CAPACITY; i++) {
      call(root, () -> call(inner, TailSamplingTest::nothing));
    }

    assertThat(drain()).isEmpty();
    assertThat(Recorder.current().dropped(Drop.TRACE_CUT)).isZero();
  }

  @Test
  void whatIsShownOfATraceIsWhereItIsAlsoWhileItIsHeld() {
    List<TraceContext> shown = new ArrayList<>();
    call(
        root,
        () -> {
          shown.add(TraceContext.shownNow());
          call(inner, () -> shown.add(TraceContext.shownNow()), new IllegalStateException());
          shown.add(TraceContext.shownNow());
        });

    List<Ended> kept = drain();
    assertThat(shown).extracting(one -> one.sampled).containsExactly(false, false, true);
    assertThat(shown)
        .extracting(one -> one.spanId)
        .containsExactly(kept.get(1).id(), kept.get(0).id(), kept.get(1).id());
    assertThat(shown).allMatch(one -> one.traceLow == kept.get(0).trace());
    assertThat(shown).allMatch(one -> one.traceHigh == kept.get(0).high());
    assertThat(shown).as("nothing is handed on").allMatch(one -> one.verdict == null);
  }

  @Test
  void whereThereIsNoTraceOrNoneThatMayBeKeptNothingIsShown() {
    assertThat(TraceContext.shownNow()).isNull();
    Sampler.judge(false, false, NEVER, 1);

    call(root, () -> assertThat(TraceContext.shownNow()).isNull());
  }

  @Test
  void anErrorInAnySpanKeepsTheWholeTrace() {
    call(
        root,
        () -> {
          call(inner, () -> call(leaf, TailSamplingTest::nothing));
          call(inner, TailSamplingTest::nothing, new IllegalStateException());
          call(leaf, TailSamplingTest::nothing);
        });

    List<Ended> kept = drain();
    assertThat(names(kept)).containsExactly("leaf", "inner", "inner!", "leaf", "root");
    assertOneTree(kept);
  }

  @Test
  void anErrorOfTheFirstCallKeepsItsTrace() {
    call(root, () -> call(inner, TailSamplingTest::nothing), new IllegalStateException());

    assertThat(names(drain())).containsExactly("inner", "root!");
  }

  @Test
  void aMarkAsFailedKeepsTheTrace() {
    call(root, () -> call(inner, () -> Stacks.current().fail("Marked")));

    assertThat(names(drain())).containsExactly("inner!", "root");
  }

  @Test
  void errorsKeepNothingIfNobodyWantsThem() {
    Sampler.judge(false, true, NEVER, 1);

    call(root, TailSamplingTest::nothing, new IllegalStateException());

    assertThat(drain()).isEmpty();
  }

  @Test
  void slowTracesAreEndedAsFarAsAllowed() {
    call(root, TailSamplingTest::nothing);
    assertThat(root.beginsTraces()).isTrue();
    root.slowAbove(0);
    Sampler.allowSlow(2);

    for (int i = 0; i < 5; i++) {
      call(root, () -> call(inner, TailSamplingTest::nothing));
    }

    assertThat(names(drain())).containsExactly("inner", "root", "inner", "root");
    assertThat(inner.beginsTraces()).isFalse();
  }

  @Test
  void aPromiseThatIsBrokenKeepsTheTrace() {
    root.promise(0);
    call(root, TailSamplingTest::nothing);
    root.promise(NEVER);
    call(root, TailSamplingTest::nothing);

    assertThat(names(drain())).containsExactly("root");
  }

  @Test
  void aFixedLimitGoesForAllOperations() {
    Sampler.judge(false, true, 0, 1);

    call(root, TailSamplingTest::nothing);

    assertThat(names(drain())).containsExactly("root");
  }

  @Test
  void aShareOfThemIsEndedUnderTheGovernor() {
    Sampler.judge(true, true, NEVER, 0.25);

    for (int i = 0; i < 400; i++) {
      call(root, TailSamplingTest::nothing, new IllegalStateException());
    }

    assertThat(drain()).hasSizeBetween(50, 150);
  }

  @Test
  void aCallerThatDoesNotKeepItDoesNotKeepErrorsFromBeingEnded() {
    long entered = Stacks.enter(new TraceContext(7, 8, 9, false, null));
    call(root, () -> call(inner, TailSamplingTest::nothing), new IllegalStateException());
    call(root, TailSamplingTest::nothing);
    Stacks.leave(entered);

    List<Ended> kept = drain();
    assertThat(names(kept)).containsExactly("inner", "root!");
    assertThat(kept).extracting(Ended::trace).containsOnly(8L);
    assertThat(kept.get(1).parent()).isEqualTo(9);
  }

  @Test
  void aTraceThatIsTooLongIsCutAndSaysSo() {
    int more = 100;
    long before = Recorder.current().dropped(Drop.TRACE_CUT);
    long ring = Recorder.current().dropped(Drop.SPAN_RING);
    call(
        root,
        () -> {
          for (int i = 0; i < HeldSpans.MOST + more; i++) {
            call(leaf, TailSamplingTest::nothing);
          }
        },
        new IllegalStateException());

    List<Ended> kept = drain();
    assertThat(kept).hasSize(SpanRing.CAPACITY);
    Ended last = kept.get(kept.size() - 1);
    assertThat(last.name()).isEqualTo("root");
    assertThat(last.lost()).isEqualTo(HeldSpans.MOST + more - (SpanRing.CAPACITY - 1));
    assertThat(Recorder.current().dropped(Drop.TRACE_CUT) - before).isEqualTo(more);
    assertThat(Recorder.current().dropped(Drop.SPAN_RING) - ring).isEqualTo(1);
  }

  @Test
  void whatOthersLeaveUnendedDoesNotComeIntoTheNextTrace() {
    long abandoned = Bridge.enter(root.id);
    call(inner, TailSamplingTest::nothing);
    Stacks.abandon(abandoned);

    call(root, TailSamplingTest::nothing, new IllegalStateException());

    assertThat(names(drain())).containsExactly("root!");
  }

  @Test
  void partsOnOtherThreadsWaitForTheVerdict() throws InterruptedException {
    for (boolean fails : new boolean[] {true, false}) {
      call(
          root,
          () -> elsewhere(Stacks.contextNow(), () -> call(leaf, TailSamplingTest::nothing)),
          fails ? new IllegalStateException() : null);
    }

    List<Ended> kept = drain();
    assertThat(names(kept)).containsExactly("leaf", "root!");
    assertOneTree(kept);
  }

  @Test
  void anErrorOnAnotherThreadKeepsTheTrace() {
    call(
        root,
        () -> {
          call(inner, TailSamplingTest::nothing);
          elsewhere(
              Stacks.contextNow(),
              () -> call(leaf, TailSamplingTest::nothing, new IllegalStateException()));
        });

    assertThat(names(drain())).containsExactly("inner", "root");
    assertThat(ofOther).containsExactly("leaf!");
  }

  @Test
  void partsThatEndAfterTheVerdictFollowIt() {
    List<TraceContext> contexts = new ArrayList<>();
    call(root, () -> contexts.add(Stacks.contextNow()), new IllegalStateException());
    call(root, () -> contexts.add(Stacks.contextNow()));

    elsewhere(contexts.get(0), () -> call(leaf, TailSamplingTest::nothing));
    assertThat(ofOther).containsExactly("leaf");
    elsewhere(contexts.get(1), () -> call(leaf, TailSamplingTest::nothing));
    assertThat(ofOther).isEmpty();
    assertThat(names(drain())).containsExactly("root!");
  }

  @Test
  void aPartThatBeganBeforeTheVerdictAndEndsAfterItFollowsIt() {
    for (boolean kept : new boolean[] {true, false}) {
      Verdict verdict = new Verdict();
      long entered = Stacks.enter(new TraceContext(1, kept ? 2 : 4, 3, false, null, verdict));
      call(
          inner,
          () -> {
            call(leaf, TailSamplingTest::nothing);
            if (kept) {
              verdict.keep();
            } else {
              verdict.drop();
            }
          });
      Stacks.leave(entered);
    }

    List<Ended> spans = drain();
    assertThat(names(spans)).containsExactly("leaf", "inner");
    assertThat(spans).extracting(Ended::trace).containsOnly(2L);
  }

  private List<String> ofOther = List.of();

  private void elsewhere(TraceContext context, Runnable body) {
    Thread thread =
        new Thread(
            () -> {
              long entered = Stacks.enter(context);
              body.run();
              Stacks.leave(entered);
              ofOther = names(drain());
            });
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tooManyThatWaitAreCounted() {
    Verdict verdict = new Verdict();
    Recorder recorder = Recorder.current();
    long before = recorder.dropped(Drop.HELD_SPANS);
    int parts = Verdict.MOST_HELD / HeldSpans.MOST + 1;
    for (int i = 0; i < parts; i++) {
      HeldSpans spans = new HeldSpans(1);
      for (int s = 0; s < HeldSpans.MOST; s++) {
        spans.add(1, 0, 1, 2, leaf, leaf.series(), null, null);
      }
      assertThat(verdict.takes(spans, recorder)).isTrue();
    }

    assertThat(recorder.dropped(Drop.HELD_SPANS) - before).isEqualTo(HeldSpans.MOST);
    assertThat(Verdict.held()).isEqualTo(Verdict.MOST_HELD);
    verdict.drop();
  }

  @Test
  void whatNobodyEverJudgesDoesNotCountForEver() {
    Verdict never = new Verdict();
    HeldSpans spans = new HeldSpans(1);
    spans.add(1, 0, 1, 2, leaf, leaf.series(), null, null);
    assertThat(never.takes(spans, Recorder.current())).isTrue();

    for (int i = 1; i < Verdict.SWEEPS; i++) {
      Verdict.sweep();
    }
    assertThat(Verdict.held()).isEqualTo(1);
    Verdict.sweep();
    assertThat(Verdict.held()).isZero();
    never.drop();
    assertThat(Verdict.held()).as("not counted twice").isZero();
  }

  @Test
  void whatIsDrawnSaysHowProbableThatWas() {
    assertThat(Sampler.Draw.of(1).traceState()).isEqualTo("ot=th:0");
    assertThat(Sampler.Draw.of(0.5).traceState()).isEqualTo("ot=th:8");
    assertThat(Sampler.Draw.of(0.01).traceState()).startsWith("ot=th:fd70a3d70a3d");
    assertThat(Sampler.Draw.of(0.99999).traceState()).startsWith("ot=th:0000a7c5ac");
  }
}
