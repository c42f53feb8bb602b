package dev.gemba.bootstrap;

import static dev.gemba.bootstrap.Ended.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuidedCallTest {

  private static final TraceContext UPSTREAM = new TraceContext(7, 8, 9, true, null);

  /** Does as it is told, and remembers what it was asked. */
  private static final class TestGuide extends Guide {
    private TraceContext upstream;
    private final List<TraceContext> carriedOut = new ArrayList<>();
    private boolean fails;
    private boolean passing;
    private boolean later;
    private boolean unwanted;
    private Later pending;
    private String error;
    private Object offered;
    private Object run;
    private long[] allocated = {-1};
    private int readings;

    TestGuide(int kind, int family) {
      super(kind, family);
    }

    @Override
    protected boolean isPassing() {
      return passing;
    }

    @Override
    protected boolean isToBeRecorded(Object self, Object[] arguments) {
      if (fails) {
        throw new IllegalStateException("isToBeRecorded");
      }
      return !unwanted;
    }

    @Override
    protected TraceContext carriedIn(Object self, Object[] arguments) {
      if (fails) {
        throw new IllegalStateException("carriedIn");
      }
      return upstream;
    }

    @Override
    protected void carryOut(Object self, Object[] arguments, TraceContext context) {
      if (fails) {
        throw new IllegalStateException("carryOut");
      }
      carriedOut.add(context);
    }

    @Override
    protected String errorType(Object self, Object[] arguments, Object returned) {
      return error;
    }

    @Override
    protected boolean endsLater(Object self, Object[] arguments, Object returned) {
      if (fails) {
        throw new IllegalStateException("endsLater");
      }
      return later;
    }

    @Override
    protected Object whenEnded(Object self, Object[] arguments, Object returned, Later call) {
      pending = call;
      return returned;
    }

    @Override
    protected Object taskOffered(Object self, Object[] arguments) {
      return offered;
    }

    @Override
    protected Object taskRun(Object self, Object[] arguments) {
      return run;
    }

    @Override
    protected long allocatedBytes() {
      return allocated[readings++ % allocated.length];
    }

    @Override
    protected Series series(
        Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
      return series;
    }

    @Override
    protected void measure(
        Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
      // Nothing to measure.
    }

    @Override
    protected Object[] attributes(
        Object self, Object[] arguments, Object returned, Throwable thrown) {
      return new Object[] {"of", String.valueOf(arguments[0])};
    }
  }

  private final TestGuide server = new TestGuide(Guide.SERVER, 0);
  private final TestGuide client = new TestGuide(Guide.CLIENT, 1);
  private Probe serving;
  private Probe asking;
  private Probe inner;

  @BeforeEach
  void begin() {
    Sampler.keep(1);
    serving = probe("serve", server);
    asking = probe("ask", client);
    inner = probe("inner", null);
    drain();
  }

  @AfterEach
  void end() {
    assertThat(Stacks.contextNow()).as("what a test has left behind").isNull();
    assertThat(serving.failures() + asking.failures()).isZero();
  }

  private static Probe probe(String name, Capture capture) {
    Probe probe = Probes.of("GuidedCallTest", name, "()V");
    probe.aim(Probe.SPAN, Series.of(name), capture);
    return probe;
  }

  private static void call(Probe probe, Runnable body) {
    Object[] arguments = {"x", null};
    long token = Bridge.enterGuided(probe.id, null, arguments);
    Throwable thrown = null;
    try {
      body.run();
    } catch (IllegalArgumentException e) {
      thrown = e;
    }
    Bridge.exitGuided(probe.id, token, null, arguments, thrown == null ? "done" : null, thrown);
  }

  private void plain() {
    Bridge.exit(inner.id, Bridge.enter(inner.id));
  }

  @Test
  void aRequestCarriesOnWhatItCameWithAndLeavesNothingBehind() {
    server.upstream = UPSTREAM;

    call(serving, this::plain);

    List<Ended> ended = drain();
    assertThat(ended).hasSize(2);
    Ended span = ended.get(1);
    assertThat(span.kind()).isEqualTo(Guide.SERVER);
    assertThat(span.trace()).isEqualTo(8);
    assertThat(span.parent()).isEqualTo(9);
    assertThat(ended.get(0).parent()).isEqualTo(span.id());
  }

  @Test
  void aTraceFromElsewhereMayHaveAnIdOf64Bits() {
    server.upstream = new TraceContext(0, 8, 9, true, null);

    call(serving, () -> assertThat(Stacks.contextNow().traceHigh).isZero());

    assertThat(drain()).singleElement().extracting(Ended::high).isEqualTo(0L);
  }

  @Test
  void aRequestBeginsATraceOfItsOwnWhateverTheThreadIsAt() {
    long token = Bridge.enter(inner.id);
    call(serving, () -> {});
    Bridge.exit(inner.id, token);

    List<Ended> ended = drain();
    assertThat(ended.get(0).parent()).isZero();
    assertThat(ended.get(0).trace()).isNotEqualTo(ended.get(1).trace());
  }

  @Test
  void whatIsAskedIsToldTheSpanOfTheAsking() {
    call(serving, () -> call(asking, () -> {}));

    List<Ended> ended = drain();
    assertThat(client.carriedOut)
        .singleElement()
        .extracting(c -> c.spanId)
        .isEqualTo(ended.get(0).id());
    assertThat(ended.get(0).parent()).isEqualTo(ended.get(1).id());
    assertThat(ended.get(0).kind()).isEqualTo(Guide.CLIENT);
  }

  @Test
  void aTraceThatEndsLaterIsJudgedThen() {
    Sampler.keep(0);
    Sampler.judge(true, false, Long.MAX_VALUE, 1);
    try {
      server.later = true;
      call(serving, this::plain);
      assertThat(drain()).isEmpty();
      server.pending.end(null, new IllegalStateException());
      assertThat(drain()).extracting(Ended::name).containsExactly("inner", "serve");

      call(serving, this::plain);
      server.pending.end("fine", null);
      assertThat(drain()).isEmpty();
      assertThat(Sampler.waiting()).isZero();
    } finally {
      Sampler.keep(1);
      Sampler.judge(false, false, Long.MAX_VALUE, 1);
    }
  }

  @Test
  void whatEndsLaterWithinATraceFollowsItsVerdict() {
    Sampler.keep(0);
    Sampler.judge(true, false, Long.MAX_VALUE, 1);
    try {
      client.later = true;
      Object[] arguments = {"x", null};
      long token = Bridge.enterGuided(serving.id, null, arguments);
      call(asking, () -> {});
      client.pending.end("early", null);
      call(asking, () -> {});
      Bridge.exitGuided(serving.id, token, null, arguments, null, new IllegalArgumentException());
      client.pending.end("late", null);

      List<Ended> ended = drain();
      assertThat(ended).extracting(Ended::name).containsExactly("ask", "serve", "ask");
      assertThat(ended).extracting(Ended::trace).containsOnly(ended.get(0).trace());
      assertThat(Sampler.waiting()).isZero();
    } finally {
      Sampler.keep(1);
      Sampler.judge(false, false, Long.MAX_VALUE, 1);
    }
  }

  @Test
  void callsOfAFamilyWithinEachOtherCountOnce() {
    call(asking, () -> call(asking, this::plain));
    call(asking, () -> {});

    assertThat(drain()).extracting(Ended::name).containsExactly("inner", "ask", "ask");
  }

  @Test
  void aCallThatAsksForWhatIsThereIsNotRecorded() {
    client.unwanted = true;

    call(asking, this::plain);

    assertThat(drain()).extracting(Ended::name).containsExactly("inner");
  }

  @Test
  void aPassingCallHandsOnTheTraceAndIsNotRecorded() {
    client.passing = true;

    call(serving, () -> call(asking, () -> {}));
    call(asking, () -> {});

    List<Ended> ended = drain();
    assertThat(ended).extracting(Ended::name).containsExactly("serve");
    assertThat(client.carriedOut)
        .singleElement()
        .extracting(c -> c.spanId)
        .isEqualTo(ended.get(0).id());
  }

  @Test
  void aTaskRunsInTheTraceThatItWasOfferedInWhateverTheThreadIsAt() {
    Object task = new Object();
    TestGuide offering = passing();
    offering.offered = task;
    TestGuide running = passing();
    running.run = task;
    Handoffs.activate(true);
    try {
      call(serving, () -> call(probe("offer", offering), () -> {}));
      Ended offeredIn = drain().get(0);
      call(
          serving,
          () -> {
            call(probe("run", running), this::plain);
            call(probe("run", running), this::plain);
            plain();
          });

      List<Ended> ended = drain();
      Ended other = ended.get(3);
      assertThat(ended.get(0).parent()).isEqualTo(offeredIn.id());
      assertThat(ended.get(1).parent()).as("a task that was offered in no trace").isZero();
      assertThat(ended.get(2).parent()).isEqualTo(other.id());
    } finally {
      Handoffs.activate(false);
    }
  }

  private static TestGuide passing() {
    TestGuide guide = new TestGuide(Guide.INTERNAL, Guide.NO_FAMILY);
    guide.passing = true;
    return guide;
  }

  @Test
  void whatFailsInAGuideCostsNoSpan() {
    server.fails = true;
    client.fails = true;
    long before = Recorder.current().dropped(Drop.CAPTURE_FAILURE);

    call(serving, () -> call(asking, this::plain));

    assertThat(drain()).extracting(Ended::name).containsExactly("inner", "ask", "serve");
    assertThat(Recorder.current().dropped(Drop.CAPTURE_FAILURE) - before).isEqualTo(6);
  }

  @Test
  void anAnswerCanBeAnErrorToo() {
    client.error = "503";

    call(asking, () -> {});
    call(
        asking,
        () -> {
          throw new IllegalArgumentException();
        });

    assertThat(drain())
        .extracting(Ended::error)
        .containsExactly("503", "java.lang.IllegalArgumentException");
  }

  @Test
  void aCallThatEndsLaterIsOverOnceAndInThePlaceWhereItBegan() throws InterruptedException {
    client.later = true;
    call(serving, () -> call(asking, () -> {}));
    Ended request = drain().get(0);
    assertThat(request.name()).isEqualTo("serve");

    List<Ended> ended = new ArrayList<>();
    Thread other =
        new Thread(
            () -> {
              client.pending.end("answer", null);
              client.pending.end("again", null);
              ended.addAll(drain());
            });
    other.start();
    other.join();

    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).parent()).isEqualTo(request.id());
    assertThat(ended.get(0).trace()).isEqualTo(request.trace());
  }

  @Test
  void whatARequestAllocatesIsCounted() {
    server.allocated = new long[] {1_000, 1_096};
    client.allocated = new long[] {1_000, 1_096};

    call(serving, () -> call(asking, () -> {}));
    call(serving, () -> {});

    List<Ended> ended = drain();
    assertThat(ended.get(0).attributes()).containsExactly("of", "x");
    assertThat(ended.get(1).attributes())
        .containsExactly("of", "x", "gemba.alloc.size", 96L, "gemba.alloc.counted", true);
    ValueCell counted =
        Arrays.stream(Recorder.current().values())
            .filter(cell -> cell != null && cell.measure.operation.equals("serve"))
            .findAny()
            .orElseThrow();
    assertThat(counted.measure.name).isEqualTo(Series.ALLOCATED);
    assertThat(counted.sum()).isEqualTo(192);
  }

  @Test
  void whatIsNotKnownOrEndsLaterIsNotCounted() {
    call(serving, () -> {});
    server.allocated = new long[] {1_000, -1};
    call(serving, () -> {});
    server.allocated = new long[] {1_000};
    server.later = true;
    call(serving, () -> {});
    server.pending.end("done", null);

    assertThat(drain())
        .hasSize(3)
        .allSatisfy(span -> assertThat(span.attributes()).containsExactly("of", "x"));
  }

  @Test
  void nothingStaysBehindIfTheProbeGoesDarkMeanwhile() {
    call(serving, serving::darken);
    serving.aim(Probe.SPAN, Series.of("serve"), server);
    call(serving, () -> {});

    assertThat(drain()).extracting(Ended::name).contains("serve");
  }

  @Test
  void callsThatAreOnlyCountedHandOnTheTraceAllTheSame() {
    server.upstream = UPSTREAM;
    serving.aim(Probe.COUNT, Series.of("serve"), server);

    call(serving, this::plain);

    assertThat(drain()).singleElement().extracting(Ended::parent).isEqualTo(9L);
  }
}
