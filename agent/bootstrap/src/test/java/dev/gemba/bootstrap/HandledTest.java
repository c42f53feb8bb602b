package dev.gemba.bootstrap;

import static dev.gemba.bootstrap.Ended.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandledTest {

  private static final Object QUEUE = new Object();
  private static final Object OTHER_QUEUE = new Object();

  /** A message is the number of the trace that it carries on; 0 is none. */
  private static final class Messages extends Guide {
    Messages() {
      super(Guide.CONSUMER, NO_FAMILY);
    }

    @Override
    protected boolean isPassing() {
      return false;
    }

    @Override
    protected boolean isToBeRecorded(Object self, Object[] arguments) {
      return true;
    }

    @Override
    protected TraceContext carriedIn(Object self, Object[] arguments) {
      int number = (int) arguments[0];
      return number == 0 ? null : new TraceContext(1, number, 100 + number, true, null);
    }

    @Override
    protected void carryOut(Object self, Object[] arguments, TraceContext context) {
      throw new IllegalStateException("nothing goes out");
    }

    @Override
    protected String errorType(Object self, Object[] arguments, Object returned) {
      return null;
    }

    @Override
    protected boolean endsLater(Object self, Object[] arguments, Object returned) {
      return false;
    }

    @Override
    protected Object whenEnded(Object self, Object[] arguments, Object returned, Later call) {
      throw new IllegalStateException("nothing ends later");
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
      return null;
    }
  }

  private Probe handling;
  private Probe inner;

  @BeforeEach
  void begin() {
    Sampler.keep(1);
    handling = Probes.of("HandledTest", "handle", "()V");
    handling.aim(Probe.SPAN, Series.of("handle"), new Messages());
    inner = Probes.of("HandledTest", "inner", "()V");
    inner.aim(Probe.SPAN, Series.of("inner"), null);
    drain();
  }

  @AfterEach
  void end() {
    assertThat(Stacks.contextNow()).as("what a test has left behind").isNull();
    assertThat(handling.failures()).isZero();
  }

  @SuppressWarnings("unchecked")
  private Iterator<Integer> iterator(Object source, Integer... messages) {
    return (Iterator<Integer>) Handled.oneByOne(handling.id, source, List.of(messages).iterator());
  }

  @SuppressWarnings("unchecked")
  private List<Integer> list(Integer... messages) {
    return (List<Integer>) Handled.oneByOne(handling.id, QUEUE, List.of(messages));
  }

  private void plain() {
    Bridge.exit(inner.id, Bridge.enter(inner.id));
  }

  /** Which trace each span is in, by its name. */
  private static List<String> seen(List<Ended> ended) {
    return ended.stream().map(span -> span.name() + " " + span.trace()).toList();
  }

  @Test
  void eachMessageIsHandledInItsTraceUntilTheNextIsAskedFor() {
    Iterator<Integer> messages = iterator(QUEUE, 7, 8);
    while (messages.hasNext()) {
      messages.next();
      plain();
    }
    plain();

    List<Ended> ended = drain();
    assertThat(seen(ended.subList(0, 4)))
        .containsExactly("inner 7", "handle 7", "inner 8", "handle 8");
    assertThat(ended.get(0).parent()).isEqualTo(ended.get(1).id());
    assertThat(ended.get(1).parent()).isEqualTo(107);
    assertThat(ended.get(1).kind()).isEqualTo(Guide.CONSUMER);
    assertThat(ended.get(4).parent()).as("after the last").isZero();
  }

  @Test
  void aMessageWithoutATraceBeginsOneWhateverTheThreadIsAt() {
    long token = Bridge.enter(inner.id);
    iterator(QUEUE, 0).forEachRemaining(message -> {});
    Bridge.exit(inner.id, token);

    List<Ended> ended = drain();
    assertThat(ended).extracting(Ended::parent).containsExactly(0L, 0L);
    assertThat(ended.get(0).trace()).isNotEqualTo(ended.get(1).trace());
  }

  @Test
  void aLoopThatIsLeftIsOverWhenMoreIsAskedFor() {
    iterator(QUEUE, 7, 8).next();
    plain();
    Handled.allOf(QUEUE);
    plain();

    List<Ended> ended = drain();
    assertThat(seen(ended.subList(0, 2))).containsExactly("inner 7", "handle 7");
    assertThat(ended.get(2).parent()).isZero();
  }

  @Test
  void whatAnotherSourceGivesIsNotOverWithIt() {
    Iterator<Integer> outer = iterator(QUEUE, 7);
    outer.next();
    Handled.allOf(OTHER_QUEUE);
    Iterator<Integer> nested = iterator(OTHER_QUEUE, 8);
    nested.next();
    Handled.allOf(OTHER_QUEUE);
    plain();
    assertThat(outer.hasNext()).isFalse();

    assertThat(seen(drain())).containsExactly("handle 8", "inner 7", "handle 7");
  }

  @Test
  void whatWasLeftAmidAMessageIsOverWithIt() {
    Iterator<Integer> outer = iterator(QUEUE, 7);
    outer.next();
    iterator(QUEUE, 8).next();
    plain();
    assertThat(outer.hasNext()).isFalse();
    plain();

    List<Ended> ended = drain();
    assertThat(seen(ended.subList(0, 3))).containsExactly("inner 8", "handle 8", "handle 7");
    assertThat(ended.get(3).parent()).isZero();
  }

  @Test
  void aCallThatBeganBeforeALeftLoopIsRecordedAllTheSame() {
    long token = Bridge.enter(inner.id);
    iterator(QUEUE, 7).next();
    Bridge.exit(inner.id, token);
    Handled.allOf(QUEUE);

    assertThat(drain()).extracting(Ended::name).containsExactly("inner", "handle");
  }

  @Test
  void whatATaskOfAPoolLeavesIsOverWithIt() {
    Object carriesNothing = new Object();
    Handoffs.before(carriesNothing);
    iterator(QUEUE, 7).next();
    Handoffs.after();

    assertThat(seen(drain())).containsExactly("handle 7");
  }

  @Test
  void aTaskThatCarriesATraceOnLeavesNeither() {
    Runnable task = () -> iterator(QUEUE, 7).next();
    Handoffs.activate(true);
    try {
      long token = Bridge.enter(inner.id);
      Handoffs.offer(task);
      Bridge.exit(inner.id, token);
      for (int i = 0; i < 3; i++) {
        Handoffs.before(task);
        Handoffs.run(task);
        Handoffs.after();
      }
    } finally {
      Handoffs.activate(false);
    }

    assertThat(seen(drain()).stream().filter("handle 7"::equals)).hasSize(3);
  }

  @Test
  void anIteratorThatGoesToAnotherThreadEndsNothingThere() throws Exception {
    Iterator<Integer> messages = iterator(QUEUE, 7, 8);
    messages.next();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      List<Ended> there =
          other
              .submit(
                  () -> {
                    messages.next();
                    plain();
                    assertThat(messages.hasNext()).isFalse();
                    return drain();
                  })
              .get();
      assertThat(seen(there)).containsExactly("inner 8", "handle 8");
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      other.shutdown();
    }
    plain();
    Handled.allOf(QUEUE);

    assertThat(seen(drain())).containsExactly("inner 7", "handle 7");
  }

  @Test
  void lookingAtAListHandlesNothing() {
    List<Integer> messages = list(7, 8);

    assertThat(messages.get(1)).isEqualTo(8);
    assertThat(messages.size()).isEqualTo(2);
    assertThat(messages.contains(8)).isTrue();
    assertThat(messages.equals(List.of(7, 8)) && List.of(7, 8).equals(messages)).isTrue();
    assertThat(messages.hashCode()).isEqualTo(List.of(7, 8).hashCode());
    assertThat(messages.toString()).isEqualTo("[7, 8]");
    assertThat(new ArrayList<>(messages)).isEqualTo(List.of(7, 8));
    assertThat(messages.toArray(new Integer[0])).hasSize(2);
    assertThat(messages.subList(0, 1)).isEqualTo(List.of(7));
    drain();
  }

  @Test
  void goingThroughAListHandlesEach() {
    List<Integer> messages = list(7, 8);

    messages.forEach(message -> plain());
    assertThat(messages.stream().map(m -> m + 1).collect(Collectors.toSet()))
        .isEqualTo(new HashSet<>(List.of(8, 9)));

    Map<String, Long> counted =
        seen(drain()).stream().collect(Collectors.groupingBy(one -> one, Collectors.counting()));
    assertThat(counted)
        .isEqualTo(Map.of("inner 7", 1L, "inner 8", 1L, "handle 7", 2L, "handle 8", 2L));
  }

  @Test
  void afterADetachNothingIsHandled() {
    handling.aim(Probe.DARK, Series.of("handle"), null);
    Iterator<Integer> messages = iterator(QUEUE, 7);

    assertThat(messages.next()).isEqualTo(7);
    assertThat(Stacks.contextNow()).isNull();
    assertThat(drain()).isEmpty();
  }
}
