package dev.gemba.bootstrap;

import java.util.concurrent.RunnableScheduledFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries traces from thread to thread, along with the tasks: what the woven classes of the JDK
 * call. Who submits a task offers it; who runs it takes from here what it carries on, for as long
 * as it runs. A task that was offered where no span was under way carries on none, whatever the
 * thread that runs it is at.
 *
 * <p>For all threads, at any time, also after a detach; contains every failure. Costs a task
 * outside of any trace two looks at what this thread is at, and one at whether anything waits.
 */
public final class Handoffs {

  /** Name of the metric for how long tasks wait from when they are submitted until they run. */
  public static final String QUEUE_WAIT = "gemba.executor.queue_wait";

  private static final double NANOS = 1e9;

  private static final Measure WAIT = Measure.of(QUEUE_WAIT, "");

  /** Counts what goes wrong here; stands for no woven method. */
  private static final Probe FAILURES = Probes.of("dev.gemba.bootstrap.Handoffs", "handoff", "");

  /**
   * Null while traces are not carried on. Plain: a change need not be prompt, and the table is
   * whole wherever it is seen.
   */
  private static HandoffTable waiting;

  private Handoffs() {}

  /** Begins or ends to carry traces on. For the agent. */
  public static void activate(boolean on) {
    if (!on) {
      waiting = null;
    } else if (waiting == null) {
      waiting = new HandoffTable();
    }
  }

  /** Frees what tasks have left that were never run. For the collector. */
  public static void sweep() {
    HandoffTable table = waiting;
    if (table != null) {
      table.sweep();
    }
  }

  /** How many tasks wait, and carry on a trace. */
  public static int waiting() {
    HandoffTable table = waiting;
    return table == null ? 0 : table.size();
  }

  /** Makes one call of every kind, as {@link Facade#warmUp}. For the agent, before it weaves. */
  public static void warmUp() {
    HandoffTable table = new HandoffTable();
    TraceContext context = new TraceContext(0, 0, 0, false);
    table.put(table, context);
    table.contains(table);
    table.take(table);
    table.sweep();
    leave(enter(context));
    new Continued(null, context);
    new ContinuedBiFunction(null, context);
  }

  /** A task is submitted that may be so again before it has run. */
  public static void offer(Object task) {
    offer(task, false, true);
  }

  /** A task is submitted, perhaps on behalf of one that has offered it already. */
  public static void offerOnce(Object task) {
    offer(task, true, true);
  }

  /** A task is submitted, for later; one that is run again and again carries nothing on. */
  public static void offerDelayed(Object task) {
    try {
      boolean periodic = task instanceof RunnableScheduledFuture<?> future && future.isPeriodic();
      if (!periodic) {
        offer(task, false, false);
      }
    } catch (Throwable e) {
      contained(e);
    }
  }

  /** A timer's task is submitted, as {@link #offerDelayed}. */
  public static void offerTimed(Object task, long period) {
    if (period == 0) {
      offer(task, false, false);
    }
  }

  /** A library takes a task in, and will have it submitted by whatever thread. */
  static void offerAside(Object task) {
    offer(task, true, false);
  }

  private static void offer(Object task, boolean once, boolean queued) {
    HandoffTable table = waiting;
    if (table == null || task == null) {
      return;
    }
    try {
      TraceContext context = Stacks.contextNow();
      if (context == null || (once && table.contains(task))) {
        return;
      }
      if (!table.put(task, context, queued ? System.nanoTime() : 0)) {
        Recorder.current().drop(Drop.HANDOFF);
      }
    } catch (Throwable e) {
      contained(e);
    }
  }

  /** A task will not be run after all. */
  public static void withdraw(Object task) {
    try {
      take(task);
    } catch (Throwable e) {
      contained(e);
    }
  }

  /** The calling thread, which runs tasks, carries on nothing of who started it; or it ends. */
  public static void forgetThread() {
    withdraw(Thread.currentThread());
  }

  /** What a thread, as a task, carries on; null if nothing. */
  static TraceContext take(Object task) {
    HandoffTable table = waiting;
    return table == null || task == null ? null : table.take(task);
  }

  /** What a task carries on that begins to run now; null if nothing. */
  static TraceContext takeToRun(Object task) {
    HandoffTable table = waiting;
    HandoffTable.Held held = table == null || task == null ? null : table.takeHeld(task);
    if (held == null) {
      return null;
    }
    if (held.waitsSince != 0) {
      Recorder.current().measure(WAIT, (System.nanoTime() - held.waitsSince) / NANOS);
    }
    return held.context;
  }

  /**
   * A task begins to run on this thread.
   *
   * @return for {@link #leave}
   */
  public static long begin(Object task) {
    try {
      return Stacks.enter(takeToRun(task));
    } catch (Throwable e) {
      return contained(e);
    }
  }

  /**
   * A function begins to run on this thread, which carries on a trace.
   *
   * @return for {@link #leave}
   */
  public static long enter(TraceContext context) {
    try {
      return Stacks.enter(context);
    } catch (Throwable e) {
      return contained(e);
    }
  }

  /** A task has run, however it ended. */
  public static void leave(long entered) {
    if (entered == 0) {
      return;
    }
    try {
      Stacks.leave(entered);
    } catch (Throwable e) {
      contained(e);
    }
  }

  /** Runs a task, in place of who would have. */
  public static void run(Runnable task) {
    boolean begun = Stacks.isRunning(task);
    long entered = begun ? 0 : begin(task);
    try {
      task.run();
    } finally {
      if (begun) {
        after();
      } else {
        leave(entered);
      }
    }
  }

  /**
   * A pool is about to run a task: the only thing that reaches a worker which was at work before
   * its class was woven, as its loop goes on as it was.
   */
  public static void before(Object task) {
    try {
      Stacks.beginRunning(task);
    } catch (Throwable e) {
      contained(e);
    }
  }

  /** A pool has run the task of {@link #before}. */
  public static void after() {
    try {
      Stacks.endRunning();
    } catch (Throwable e) {
      contained(e);
    }
  }

  /** The same function, which carries on what this thread is at, wherever it is called. */
  public static Function<?, ?> continuedFunction(Function<?, ?> function) {
    TraceContext context = contextFor(function);
    return context == null ? function : new Continued(function, context);
  }

  /** As {@link #continuedFunction}. */
  public static BiFunction<?, ?, ?> continuedBiFunction(BiFunction<?, ?, ?> function) {
    TraceContext context = contextFor(function);
    return context == null ? function : new ContinuedBiFunction(function, context);
  }

  /** As {@link #continuedFunction}. */
  public static Consumer<?> continuedConsumer(Consumer<?> consumer) {
    TraceContext context = contextFor(consumer);
    return context == null ? consumer : new Continued(consumer, context);
  }

  /** As {@link #continuedFunction}. */
  public static BiConsumer<?, ?> continuedBiConsumer(BiConsumer<?, ?> consumer) {
    TraceContext context = contextFor(consumer);
    return context == null ? consumer : new Continued(consumer, context);
  }

  /** As {@link #continuedFunction}. */
  public static Supplier<?> continuedSupplier(Supplier<?> supplier) {
    TraceContext context = contextFor(supplier);
    return context == null ? supplier : new Continued(supplier, context);
  }

  /** As {@link #continuedFunction}. */
  public static Runnable continuedRunnable(Runnable task) {
    TraceContext context = contextFor(task);
    return context == null ? task : new Continued(task, context);
  }

  /**
   * Null, which changes nothing, also for no function: whoever is handed that complains himself.
   */
  private static TraceContext contextFor(Object function) {
    try {
      return waiting != null && function != null ? Stacks.contextNow() : null;
    } catch (Throwable e) {
      contained(e);
      return null;
    }
  }

  private static long contained(Throwable e) {
    Bridge.failed(e, FAILURES.id);
    return 0;
  }
}
