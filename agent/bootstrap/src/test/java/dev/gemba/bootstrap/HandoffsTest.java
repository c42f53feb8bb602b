package dev.gemba.bootstrap;

import static dev.gemba.bootstrap.Ended.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandoffsTest {

  private Probe outer;
  private Probe inner;

  @BeforeEach
  void begin() {
    Sampler.keep(1);
    Handoffs.activate(true);
    outer = span("outer");
    inner = span("inner");
    drain();
  }

  @AfterEach
  void end() {
    Sampler.keep(1);
    Handoffs.activate(false);
    assertThat(Stacks.contextNow()).as("what a test has left behind").isNull();
  }

  private static Probe span(String name) {
    Probe probe = Probes.of("HandoffsTest", name, "()V");
    probe.aim(Probe.SPAN, Series.of(name), null);
    return probe;
  }

  private static void call(Probe probe, Runnable body) {
    long token = Bridge.enter(probe.id);
    try {
      body.run();
    } finally {
      Bridge.exit(probe.id, token);
    }
  }

  private static void onAnotherThread(Runnable body) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(body);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(failure.get()).isNull();
  }

  private static String here() {
    TraceContext context = Stacks.contextNow();
    return context == null ? "" : context.traceparent();
  }

  @Test
  void aTaskIsAChildOfWhereItWasOfferedOnWhateverThread() {
    List<Ended> ended = new ArrayList<>();
    Runnable task = () -> call(inner, () -> {});

    call(outer, () -> Handoffs.offer(task));
    onAnotherThread(
        () -> {
          Handoffs.run(task);
          assertThat(here()).isEmpty();
          // Once more, which nobody has offered.
          Handoffs.run(task);
          ended.addAll(drain());
        });

    Ended parent = drain().get(0);
    assertThat(ended).hasSize(2);
    assertThat(ended.get(0).trace()).isEqualTo(parent.trace());
    assertThat(ended.get(0).parent()).isEqualTo(parent.id());
    assertThat(ended.get(1).trace()).isNotEqualTo(parent.trace());
    assertThat(ended.get(1).parent()).isZero();
  }

  @Test
  void aThreadIsAChildOfWhereItWasStarted() {
    List<Ended> ended = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              call(inner, () -> {});
              call(inner, () -> {});
              ended.addAll(drain());
            });
    call(outer, () -> Handoffs.offerOnce(thread));

    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }

    Ended parent = drain().get(0);
    assertThat(ended).extracting(Ended::parent).containsExactly(parent.id(), parent.id());
  }

  @Test
  void aTaskOfAPoolCarriesOnWhereItsThreadDoesSoAlready() throws Exception {
    List<Ended> ended = new ArrayList<>();
    Runnable task = () -> call(inner, () -> {});
    Thread worker =
        new Thread(
            () -> {
              Handoffs.before(task);
              Handoffs.run(task);
              Handoffs.after();
              ended.addAll(drain());
            });
    call(
        outer,
        () -> {
          Handoffs.offer(task);
          Handoffs.offerOnce(worker);
        });

    worker.start();
    worker.join();

    Ended parent = drain().get(0);
    assertThat(ended).extracting(Ended::parent).containsExactly(parent.id());
  }

  @Test
  void aThreadThatIsForgottenBeginsTracesOfItsOwn() {
    call(
        outer,
        () -> {
          Thread thread =
              new Thread(
                  () -> {
                    Handoffs.forgetThread();
                    assertThat(here()).isEmpty();
                  });
          Handoffs.offerOnce(thread);
          thread.start();
          try {
            thread.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(Handoffs.waiting()).isZero();
  }

  @Test
  void amidASpanATaskIsWhereItBelongsAndTheSpanGoesOnAfterwards() {
    Runnable elsewhere = () -> assertThat(here()).isEmpty();
    List<String> seen = new ArrayList<>();
    Runnable of = () -> call(inner, () -> seen.add(here()));
    call(outer, () -> Handoffs.offer(of));
    Ended first = drain().get(0);

    call(
        outer,
        () -> {
          String before = here();
          Handoffs.run(elsewhere);
          Handoffs.run(of);
          assertThat(here()).isEqualTo(before);
          call(inner, () -> {});
        });

    List<Ended> ended = drain();
    assertThat(ended.get(0).parent()).isEqualTo(first.id());
    assertThat(ended.get(1).parent()).isEqualTo(ended.get(2).id());
    assertThat(ended.get(2).trace()).isNotEqualTo(first.trace());
    assertThat(seen).hasSize(1);
  }

  @Test
  void aTaskThatThrowsLeavesNothingBehind() {
    Runnable task =
        () -> {
          Bridge.enter(inner.id);
          throw new IllegalStateException("thrown by a task");
        };
    call(outer, () -> Handoffs.offer(task));

    assertThatThrownBy(() -> Handoffs.run(task)).hasMessage("thrown by a task");
    assertThat(here()).isEmpty();
  }

  @Test
  void aTaskOfATraceThatIsNotKeptBeginsNone() {
    Sampler.keep(0);
    Runnable task =
        () -> {
          assertThat(here()).endsWith("-00");
          Sampler.keep(1);
          call(inner, () -> {});
        };
    List<String> offered = new ArrayList<>();
    call(
        outer,
        () -> {
          offered.add(here());
          Handoffs.offer(task);
          offered.add(here());
        });
    drain();

    Handoffs.run(task);

    assertThat(drain()).isEmpty();
    assertThat(offered).allMatch(text -> text.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00"));
    assertThat(offered.get(0).substring(0, 35)).isEqualTo(offered.get(1).substring(0, 35));
  }

  @Test
  void aPoolThatOnlySaysWhatItIsAboutToRunIsEnough() {
    Runnable task = () -> {};
    Runnable other = () -> {};
    String[] seen = new String[3];
    call(
        outer,
        () -> {
          seen[0] = here();
          Handoffs.offer(task);
          Handoffs.offer(other);
        });

    onAnotherThread(
        () -> {
          Handoffs.before(task);
          seen[1] = here();
          Handoffs.after();
          assertThat(here()).isEmpty();
          // One that never says that it is done.
          Handoffs.before(other);
          seen[2] = here();
          Handoffs.before(task);
          assertThat(here()).isEmpty();
          Handoffs.after();
        });

    assertThat(seen[1]).isEqualTo(seen[0]);
    assertThat(seen[2]).isEqualTo(seen[0]);
  }

  @Test
  void aPoolThatSaysSoAndIsWovenEntersOnce() {
    String[] seen = new String[2];
    Runnable task = () -> seen[1] = here();
    call(
        outer,
        () -> {
          seen[0] = here();
          Handoffs.offer(task);
        });

    onAnotherThread(
        () -> {
          Handoffs.before(task);
          Handoffs.run(task);
          assertThat(here()).isEmpty();
        });

    assertThat(seen[1]).isEqualTo(seen[0]);
  }

  @Test
  @SuppressWarnings("unchecked")
  void functionsAreCalledWhereTheyWereWritten() {
    List<String> seen = new ArrayList<>();
    AtomicReference<Function<Object, Object>> function = new AtomicReference<>();
    AtomicReference<BiFunction<Object, Object, Object>> two = new AtomicReference<>();
    AtomicReference<Supplier<Object>> supplier = new AtomicReference<>();
    String[] expected = new String[1];
    Function<Object, Object> one = x -> "f" + x + here();
    BiFunction<Object, Object, Object> both = (x, y) -> "" + x + y;
    Supplier<Object> nothing = HandoffsTest::here;
    call(
        outer,
        () -> {
          expected[0] = here();
          function.set((Function<Object, Object>) Handoffs.continuedFunction(one));
          two.set((BiFunction<Object, Object, Object>) Handoffs.continuedBiFunction(both));
          supplier.set((Supplier<Object>) Handoffs.continuedSupplier(nothing));
        });

    onAnotherThread(
        () -> {
          seen.add((String) function.get().apply(1));
          seen.add((String) two.get().apply(1, 2));
          seen.add((String) supplier.get().get());
          assertThat(here()).isEmpty();
        });

    assertThat(seen).containsExactly("f1" + expected[0], "12", expected[0]);
  }

  @Test
  void aFunctionThatIsWrittenOutsideOfAnySpanStaysWhatItIs() {
    Function<Object, Object> function = x -> x;

    assertThat(Handoffs.continuedFunction(function)).isSameAs(function);
    assertThat(Handoffs.continuedRunnable(null)).isNull();
  }

  @Test
  void doesNothingWhileItIsNotActive() {
    Handoffs.activate(false);
    Runnable task = () -> assertThat(here()).isEmpty();

    call(outer, () -> Handoffs.offer(task));

    assertThat(Handoffs.waiting()).isZero();
    Handoffs.run(task);
  }

  @Test
  void whatWasEnteredAboveAndNotLeftIsLeftWithWhatIsUnderIt() {
    TraceContext one = new TraceContext(1, 2, 3, true);
    TraceContext other = new TraceContext(4, 5, 6, true);
    long first = Stacks.enter(one);
    Stacks.enter(other);
    Stacks.enter(null);
    assertThat(here()).isEmpty();

    Stacks.leave(first);

    assertThat(here()).isEmpty();
    call(outer, () -> assertThat(here()).doesNotContain("0000000000000001"));
  }

  @Test
  void aTaskThatRunsWhereItWasHandedOverEntersNothing() {
    Object task = new Object();
    call(
        outer,
        () -> {
          Handoffs.offer(task);
          assertThat(Handoffs.begin(task)).isZero();
          call(
              inner,
              () -> {
                Handoffs.offer(task);
                assertThat(Handoffs.begin(task)).isZero();
              });
          Handoffs.offer(task);
          long[] entered = new long[1];
          call(
              inner,
              () -> {
                entered[0] = Handoffs.begin(task);
                Handoffs.leave(entered[0]);
              });
          assertThat(entered[0]).as("of a task of the span around this one").isNotZero();
        });
  }
}
