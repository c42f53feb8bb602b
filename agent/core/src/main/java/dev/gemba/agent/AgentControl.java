package dev.gemba.agent;

import dev.gemba.agent.control.AgentCommands;
import dev.gemba.agent.control.AgentStatus;
import dev.gemba.agent.control.CommandRefusedException;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.govern.Levels;
import dev.gemba.agent.govern.Moment;
import dev.gemba.agent.govern.OverheadMeter;
import dev.gemba.agent.profile.Event;
import dev.gemba.agent.profile.LeakRecorder;
import dev.gemba.agent.profile.ProfileException;
import dev.gemba.agent.profile.ProfileOrder;
import dev.gemba.agent.profile.Profiler;
import dev.gemba.agent.runtime.HeapInspection;
import dev.gemba.agent.runtime.MemoryState;
import dev.gemba.agent.target.MethodPattern;
import dev.gemba.agent.target.MethodQuestion;
import dev.gemba.agent.target.PatternException;
import dev.gemba.agent.weave.Weaver;
import dev.gemba.agent.weave.WovenView;
import dev.gemba.api.export.Snapshot;
import dev.gemba.bootstrap.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Answers the control channel. Safe for use by many threads: what changes anything queues. */
final class AgentControl implements AgentCommands {

  private static final String CONFIG = "config";
  private static final String OFF = "off";

  private static final Duration TO_COLLECT = Duration.ofSeconds(15);
  private static final Duration OVERHEAD_WINDOW = Duration.ofMillis(1_500);
  private static final long POLL_NANOS = 20_000_000;

  private final Agent agent;
  private final OverheadMeter meter;
  private final HeapInspection heap = new HeapInspection();
  private final AtomicBoolean measuring = new AtomicBoolean();

  AgentControl(Agent agent) {
    this.agent = agent;
    this.meter = agent.meter();
  }

  @Override
  public AgentStatus status() {
    return new StatusReport(agent).read();
  }

  @Override
  public Reloaded reload(String config, Progress progress) throws CommandRefusedException {
    return onWeaverThread(
        () -> {
          ConfigInForce now = agent.reload(config, progress::at);
          return now.rejected() == null
              ? new Reloaded(true, now.loaded().origin(), now.problems(), now.written())
              : new Reloaded(
                  false, now.loaded().origin(), now.rejected().problems(), now.written());
        });
  }

  @Override
  public int level(String operation, String level) throws CommandRefusedException {
    Integer wanted = level.equals(CONFIG) ? null : levelOf(level);
    int methods = onWeaverThread(() -> agent.weaver().setLevel(operation, wanted));
    if (methods == 0) {
      throw CommandRefusedException.refused(
          "found the operation '"
              + operation
              + "', accepted are those of woven methods; what the application records itself with"
              + " dev.gemba.api has no level");
    }
    return methods;
  }

  private static int levelOf(String name) throws CommandRefusedException {
    if (name.equals(OFF)) {
      return Weaver.OFF;
    }
    int level = Levels.of(name);
    if (level < Probe.DARK) {
      throw CommandRefusedException.usage(
          "level: found '"
              + name
              + "', accepted are off, dark, count, sampled, timing, span, config");
    }
    return level;
  }

  @Override
  public JsonBody targets(String question) throws CommandRefusedException {
    WovenView woven = agent.weaver().view();
    if (question == null) {
      return new TargetsReport(
          woven.targets(),
          woven.failures(),
          agent.collector().newest(),
          StatusReport.pins(agent.weaver()).keySet());
    }
    try {
      MethodPattern asked = MethodQuestion.parse(question);
      List<MethodQuestion.Verdict> verdicts = woven.answer(asked);
      String nothing = verdicts.isEmpty() ? woven.whyNothing(asked) : null;
      return new AnswerReport(question, verdicts, nothing, woven.failures());
    } catch (PatternException e) {
      throw CommandRefusedException.usage("question: " + e.getMessage());
    }
  }

  @Override
  public JsonBody overhead() throws CommandRefusedException {
    Moment older = meter.moment(awaitSnapshot(null));
    Moment newer = meter.moment(awaitSnapshot(older.snapshot()));
    return new OverheadReport(
        meter.between(older, newer, new OperationLevels(agent.weaver().view())::numberOf),
        meter.prices(),
        agent.config().config().overheadRatio(),
        StatusReport.pins(agent.weaver()),
        agent.whyStopped(),
        agent.governor().steps());
  }

  @Override
  public JsonBody measure(Duration length, Progress progress) throws CommandRefusedException {
    if (agent.whyStopped() != null) {
      throw CommandRefusedException.refused("Gemba has stopped itself: " + agent.whyStopped());
    }
    if (!measuring.compareAndSet(false, true)) {
      throw CommandRefusedException.refused("another experiment is being made in this JVM");
    }
    try {
      awaitSnapshot(null);
      return new TruthReport(new Experiment(agent, length, progress).run(), length);
    } catch (InterruptedException | RejectedExecutionException leaving) {
      throw CommandRefusedException.refused("Gemba is being detached");
    } finally {
      measuring.set(false);
    }
  }

  @Override
  public Profile profile(
      String event, long interval, Duration length, String operation, Progress progress)
      throws CommandRefusedException {
    Event wanted = Event.of(event);
    if (wanted == null) {
      throw CommandRefusedException.usage(
          "event: found '" + event + "', accepted are " + Event.ACCEPTED);
    }
    ProfileOrder order = new ProfileOrder(wanted, interval, length);
    Set<String> methods = operation == null ? Set.of() : methodsOf(operation);
    try {
      Profiler.Recorded recorded = agent.profiler().record(order, progress::at);
      return new Profile(new ProfileHead(order, operation, methods, recorded), recorded.file());
    } catch (ProfileException | IOException e) {
      throw CommandRefusedException.refused(e.getMessage());
    }
  }

  private Set<String> methodsOf(String operation) throws CommandRefusedException {
    Set<String> methods = agent.weaver().view().methodsOf(operation);
    if (methods.isEmpty()) {
      throw CommandRefusedException.refused(
          "found the operation '" + operation + "', accepted are those of woven methods");
    }
    return methods;
  }

  @Override
  public JsonBody heap() throws CommandRefusedException {
    return new HeapReport(awaitMemory(), heap);
  }

  /** It is set up a second after the start. */
  private MemoryState awaitMemory() throws CommandRefusedException {
    long until = System.nanoTime() + TO_COLLECT.toNanos();
    try {
      MemoryState memory = agent.collector().ask(() -> agent.runtime().memory());
      while (memory == null) {
        if (System.nanoTime() - until > 0) {
          throw CommandRefusedException.refused("memory was not read for " + TO_COLLECT);
        }
        LockSupport.parkNanos(POLL_NANOS);
        memory = agent.collector().ask(() -> agent.runtime().memory());
      }
      return memory;
    } catch (InterruptedException | RejectedExecutionException leaving) {
      throw CommandRefusedException.refused("Gemba is being detached");
    }
  }

  @Override
  public JsonBody histogram(int top) throws CommandRefusedException {
    return looking(() -> HeapReport.of(heap.histogram(), top));
  }

  @Override
  public JsonBody dumpHeap(String file) throws CommandRefusedException {
    return looking(() -> HeapReport.of(heap.dump(file), file));
  }

  private static JsonBody looking(Callable<JsonBody> look) throws CommandRefusedException {
    try {
      return look.call();
    } catch (HeapInspection.Unavailable e) {
      throw CommandRefusedException.refused(e.getMessage());
    } catch (Exception | LinkageError e) {
      throw CommandRefusedException.refused("failed: " + e);
    }
  }

  @Override
  public Profile leaks(Duration length, boolean paths, Progress progress)
      throws CommandRefusedException {
    try {
      LeakRecorder.Recorded recorded = agent.leaks().record(length, paths, progress::at);
      Map<String, String> operations = agent.weaver().view().operationsByMethod();
      operations.values().removeIf(String::isEmpty);
      return new Profile(new LeaksHead(length, paths, recorded, operations), recorded.file());
    } catch (ProfileException | IOException e) {
      throw CommandRefusedException.refused(e.getMessage());
    } catch (InterruptedException e) {
      throw CommandRefusedException.refused("Gemba is being detached");
    }
  }

  @Override
  public Feed top(Duration window) throws CommandRefusedException {
    awaitSnapshot(null);
    return new TopWindow(agent, meter, window);
  }

  /** One that is later than another; the collector takes one a second. */
  private Snapshot awaitSnapshot(Snapshot older) throws CommandRefusedException {
    long until = System.nanoTime() + TO_COLLECT.toNanos();
    Snapshot newest = agent.collector().newest();
    while (newest == null || (older != null && !isLaterBy(OVERHEAD_WINDOW, older, newest))) {
      if (System.nanoTime() - until > 0) {
        throw CommandRefusedException.refused("no snapshot was taken for " + TO_COLLECT);
      }
      LockSupport.parkNanos(POLL_NANOS);
      newest = agent.collector().newest();
    }
    return newest;
  }

  private static boolean isLaterBy(Duration by, Snapshot older, Snapshot newer) {
    return Duration.between(older.time(), newer.time()).compareTo(by) >= 0;
  }

  @Override
  public Detached detach(Progress progress) throws CommandRefusedException {
    try {
      Weaver.Restored restored = agent.detach(progress::at);
      return new Detached(restored.restored(), restored.left());
    } catch (IllegalStateException | InterruptedException e) {
      throw CommandRefusedException.refused("cannot detach: " + e.getMessage());
    }
  }

  @Override
  public void release() {
    agent.release();
  }

  @Override
  public void farewell() {
    agent.farewell();
  }

  private <T> T onWeaverThread(Callable<T> work) throws CommandRefusedException {
    try {
      return agent.weaverThread().call(work);
    } catch (RejectedExecutionException leaving) {
      throw CommandRefusedException.refused("Gemba is being detached");
    } catch (Exception e) {
      throw CommandRefusedException.refused("failed: " + e);
    }
  }
}
