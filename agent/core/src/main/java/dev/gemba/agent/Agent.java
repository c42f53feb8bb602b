package dev.gemba.agent;

import dev.gemba.agent.config.AgentConfig;
import dev.gemba.agent.config.ConfigLoader;
import dev.gemba.agent.config.ConfigSources;
import dev.gemba.agent.config.LoadedConfig;
import dev.gemba.agent.control.ControlServer;
import dev.gemba.agent.govern.Bounds;
import dev.gemba.agent.govern.Governor;
import dev.gemba.agent.govern.OverheadMeter;
import dev.gemba.agent.govern.SelfProtection;
import dev.gemba.agent.govern.Vitals;
import dev.gemba.agent.pipeline.Collector;
import dev.gemba.agent.pipeline.Pipeline;
import dev.gemba.agent.profile.FrameOperations;
import dev.gemba.agent.profile.LeakRecorder;
import dev.gemba.agent.profile.Profiler;
import dev.gemba.agent.profile.SamplingPlan;
import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.record.RecorderReader;
import dev.gemba.agent.record.WallClock;
import dev.gemba.agent.runtime.RuntimeMetrics;
import dev.gemba.agent.trace.TraceSampling;
import dev.gemba.agent.weave.Opener;
import dev.gemba.agent.weave.Progress;
import dev.gemba.agent.weave.Weaver;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import dev.gemba.bootstrap.Bridge;
import dev.gemba.bootstrap.Facade;
import dev.gemba.bootstrap.Handoffs;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.SpanStack;
import java.io.Closeable;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent in one JVM: its parts in the order they live ({@link #start}), and in reverse the order
 * they end ({@link #detach}).
 *
 * <p>A start before the application is on the main thread, so it does little: read the config, hand
 * the weaver its targets, start the collector. Exporters, metrics of the JVM, the control channel
 * and the governor come up on other threads, or when they are needed. In a JVM that is at work
 * already, weaving too is done on a thread of its own.
 */
public final class Agent {

  static final String VERSION = "0.1.0";

  /** How long the exit of the JVM waits for the last snapshot to be delivered. */
  private static final Duration LAST_FLUSH = Duration.ofMillis(1_800);

  /** The part of it for what was sampled last. */
  private static final Duration LAST_CUT = Duration.ofMillis(600);

  /** How long a detach waits for anything that should end. */
  private static final Duration TO_END = Duration.ofSeconds(10);

  /** How long an attach waits for an agent that is leaving: longer than any of that takes. */
  private static final Duration TO_LEAVE = Duration.ofSeconds(60);

  /** The pack whose work is in the bridge. */
  private static final String EXECUTORS = "executors";

  private static final String SWITCHED_OFF =
      "is switched off, and does nothing until its config says otherwise: ";

  private static final long POLL_NANOS = 20_000_000;
  private static final long WATCH_SECONDS = 1;
  private static final long GOVERN_SECONDS = 1;

  /** A class that is being loaded while the targets change turns up moments later. */
  private static final int[] STRAGGLERS_AFTER_SECONDS = {1, 10};

  private final Instrumentation instrumentation;
  private final boolean attached;
  private final Console console = new Console(System.err, System::nanoTime);
  private final ExporterProviders exporters = new ExporterProviders();
  private final ProcessResource resource = new ProcessResource(VERSION);
  private final LazyRuntimeMetrics runtime = new LazyRuntimeMetrics(RuntimeMetrics::new);
  private final ConfigWatch watch = new ConfigWatch();
  private final BackgroundCode background;
  private final Weaver weaver;
  private final WeaverThread weaverThread = new WeaverThread(console);
  private final RecorderReader reader;
  private final OverheadMeter meter = new OverheadMeter(this::spanBytes);
  private final TraceSampling sampling = new TraceSampling();
  private final Profiler profiler;
  private final LeakRecorder leaks = new LeakRecorder();
  private final Governor governor;
  private final SelfProtection protection =
      new SelfProtection(Bounds.of(Runtime.getRuntime().maxMemory()));
  private final Pipeline pipeline;
  private final Collector collector;
  private final Thread shutdownHook = new Thread(null, this::flush, "gemba-shutdown", 0, false);
  private final AtomicBoolean leaving = new AtomicBoolean();

  private final Instant started = Instant.now();
  private volatile ConfigInForce config;
  private volatile ControlServer control;

  /** Above which nothing is recorded for now, of {@link Probe}. Of the weaver's thread. */
  private int highestLevel = Probe.SPAN;

  /** Whether the JVM is about to end. */
  private volatile boolean ending;

  /** Whether a config that may be shown already has not had all of its effect. */
  private volatile boolean changing;

  private Agent(Instrumentation instrumentation, ConfigInForce config, boolean attached) {
    this.instrumentation = instrumentation;
    this.config = config;
    this.attached = attached;
    this.background = new BackgroundCode(new Opener(instrumentation));
    DropCounters drops = new DropCounters();
    WallClock clock = new WallClock(Clock.systemUTC(), System::nanoTime);
    this.weaver = new Weaver(instrumentation, drops, console, this::catchUpSoon);
    this.pipeline = new Pipeline(drops, console);
    this.profiler = new Profiler(this::operationsOfFrames, pipeline::takesProfiles, drops, console);
    this.governor =
        new Governor(
            new LevelControls(weaver, pipeline, sampling, profiler),
            meter,
            () -> this.config.config().overheadRatio(),
            console);
    this.reader = new RecorderReader(clock, drops);
    this.collector =
        new Collector(
            reader,
            clock,
            () -> resource.of(this.config.config()),
            this::moreMetrics,
            new ProfilerSamples(profiler),
            this::receive,
            this::tieLooseEnds,
            Agent::darken,
            console);
  }

  /**
   * Starts Gemba. Called by the premain class.
   *
   * @param argument path of the config; null or blank if none was given
   * @param attached whether the application is at work already
   */
  public static void start(String argument, Instrumentation instrumentation, boolean attached) {
    Agent agent = new Agent(instrumentation, ConfigInForce.none(argument), attached);
    if (!agent.takeBridge(argument)) {
      return;
    }
    boolean started = false;
    try {
      started = agent.start();
    } finally {
      if (!started) {
        // Half an agent is worse than none: woven code would record what nobody ever reads.
        agent.weaver.leave();
        darken();
        Bridge.release();
        if (attached) {
          agent.farewell();
        }
      }
    }
  }

  /**
   * False if there is an agent that stays. One that is leaving is waited for: whoever attaches
   * right after a detach means it.
   */
  private boolean takeBridge(String argument) {
    long until = System.nanoTime() + TO_LEAVE.toNanos();
    while (!Bridge.take(this::reattached)) {
      if (!attached) {
        console.accept("is here already; this second start, with " + argument + ", does nothing");
        return false;
      }
      if (Bridge.handOver(argument)) {
        return false;
      }
      if (System.nanoTime() - until > 0) {
        console.accept("does not come in: the Gemba that was here is still leaving");
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /** False if the config says that there shall be no Gemba. */
  private boolean start() {
    LoadedConfig loaded = load(config.argument());
    loaded.problems().forEach(problem -> console.accept(problem.toString()));
    config = config.replacedBy(config.argument(), loaded, Instant.now());
    watch.begin(loaded.file());
    boolean enabled = loaded.config().enabled();
    if (!enabled && !attached) {
      console.accept("is switched off by its config");
      return false;
    }

    BootModule.open(instrumentation);
    protection.begin(new Vitals(System.nanoTime(), 0, 0, Probes.failures()));
    SpanStack.seed(Entropy.next());
    sampling.follow(loaded.config().sampling());
    Facade.warmUp();
    Facade.activate(enabled);
    weaver.guides().propagate(loaded.config().propagation());
    weaver.carryOn(carriesOn());
    if (attached) {
      weaverThread.execute("weaving", this::weaveIntoRunning);
    } else {
      weaver.start(config.targets());
    }
    exportAsConfigured();
    collector.start();
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    if (attached) {
      open();
    }
    console.accept(
        enabled
            ? "watches " + targets(config.written()) + " of " + loaded.origin()
            : SWITCHED_OFF + loaded.origin());
    return true;
  }

  private void exportAsConfigured() {
    AgentConfig now = config.config();
    pipeline.exportTo(now.enabled() ? exporters.askedForBy(now) : Map.of());
  }

  /**
   * Becomes reachable, and begins to follow the config file: a moment after the start if that is
   * before the application, which has better things to do then.
   */
  private synchronized void open() {
    if (control == null && !ending) {
      control = ControlServer.open(new AgentControl(this), console);
      weaverThread.execute("sparing the compiler", background::compileLittle);
      weaverThread.repeat("watching the config file", this::watchConfig, WATCH_SECONDS);
      weaverThread.repeat("governing", this::govern, GOVERN_SECONDS);
      profiler.follow(samplingPlan());
    }
  }

  private void govern() {
    Snapshot newest = collector.newest();
    governor.look(newest, collector.newestSpans());
    Map<String, Long> drops = Drops.in(newest);
    Vitals vitals =
        new Vitals(
            System.nanoTime(),
            reader.recorderBytes() + spanBytes(),
            meter.ownThreads(),
            drops.getOrDefault("advice-failure", 0L)
                + drops.getOrDefault("weave-failure", 0L)
                + collector.failures());
    SelfProtection.Stop stop = protection.look(Instant.now(), vitals);
    if (stop != null) {
      stop(stop);
    }
  }

  private long spanBytes() {
    return reader.spanBytes(pipeline.waitingSpans() + profiler.waitingSpans());
  }

  /**
   * Records nothing any more, and stays to be asked. What was recorded is delivered, and exporters
   * go on telling that there is no more.
   */
  private void stop(SelfProtection.Stop stop) {
    console.accept(
        "stops itself, as "
            + stop.text()
            + "; it records nothing until its config is reloaded, and 'gemba detach' takes it out");
    Facade.activate(false);
    governor.pause(true);
    limitLevels(highestLevel);
    profiler.follow(samplingPlan());
    flushNow();
  }

  /** After a reload, which is how somebody says that it may try again. */
  private void rearm() {
    if (protection.rearm()) {
      governor.pause(false);
      limitLevels(highestLevel);
    }
  }

  /** Records nothing above a level from now on. For the weaver's thread. */
  void limitLevels(int level) {
    highestLevel = level;
    weaver.limit(protection.stop() == null ? level : Probe.DARK);
  }

  private void flushNow() {
    try {
      collector.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RejectedExecutionException ended) {
      // Then it has delivered everything.
    }
  }

  private void receive(Snapshot snapshot) {
    sampling.look(snapshot);
    pipeline.accept(snapshot);
  }

  private List<Metric> moreMetrics() {
    List<Metric> metrics = new ArrayList<>(ending ? runtime.readIfSetUp() : runtime.read());
    weaver.guides().sweep();
    metrics.addAll(profiler.metrics());
    metrics.addAll(governor.metrics());
    metrics.add(protection.metric());
    return metrics;
  }

  private void weaveIntoRunning() {
    weaver.join();
    aim(Progress.NONE);
    collector.snapshotSoon();
  }

  private void aim(Progress progress) {
    weaver.aim(config.targets(), progress);
    for (int seconds : STRAGGLERS_AFTER_SECONDS) {
      weaverThread.later("weaving", weaver::aimAtStragglers, seconds);
    }
  }

  private LoadedConfig load(String argument) {
    return ConfigLoader.load(ConfigSources.ofProcess(argument), exporters.keys());
  }

  /** A second attach: on a thread of the JVM that has no time. */
  private boolean reattached(String argument) {
    if (leaving.get()) {
      return false;
    }
    try {
      weaverThread.execute("changing the config", () -> reload(argument, Progress.NONE));
      return true;
    } catch (RejectedExecutionException leavingNow) {
      return false;
    }
  }

  private void watchConfig() {
    if (watch.hasChanged(config.loaded().file())) {
      reload(null, Progress.NONE);
    }
  }

  /**
   * Goes by another config, or by what the file says now, unless that is broken. For the weaver's
   * thread.
   *
   * @param argument path of the config; null or blank for the same as before
   * @return what came of it
   */
  ConfigInForce reload(String argument, Progress progress) {
    changing = true;
    try {
      return tryReload(argument, progress);
    } finally {
      changing = false;
    }
  }

  private ConfigInForce tryReload(String argument, Progress progress) {
    String path = argument == null || argument.isBlank() ? config.argument() : argument;
    // Before the file is read, so that an edit from now on is another change.
    watch.begin(config.loaded().file());
    LoadedConfig loaded = load(path);
    if (loaded.hasErrors()) {
      config = config.rejecting(loaded, Instant.now());
      console.accept("keeps to its config, as " + loaded.origin() + " is broken:");
      loaded.problems().forEach(problem -> console.accept(problem.toString()));
      return config;
    }
    loaded.problems().forEach(problem -> console.accept(problem.toString()));
    if (!Objects.equals(loaded.file(), config.loaded().file())) {
      watch.begin(loaded.file());
    }
    config = config.replacedBy(path, loaded, Instant.now());
    sampling.follow(loaded.config().sampling());
    rearm();
    weaver.guides().propagate(loaded.config().propagation());
    weaver.carryOn(carriesOn());
    aim(progress);
    Facade.activate(loaded.config().enabled());
    if (loaded.config().enabled()) {
      console.accept("now watches " + targets(config.written()) + " of " + loaded.origin());
    } else {
      console.accept(SWITCHED_OFF + loaded.origin());
      // What was recorded last would go with the exporters.
      profiler.halt();
      flushNow();
    }
    exportAsConfigured();
    profiler.follow(samplingPlan());
    return config;
  }

  /** What is sampled all the time; nothing while nothing is recorded. */
  private SamplingPlan samplingPlan() {
    AgentConfig now = config.config();
    boolean samples = now.enabled() && protection.stop() == null;
    return samples ? SamplingPlan.of(now.profile()) : SamplingPlan.NOTHING;
  }

  private FrameOperations operationsOfFrames() {
    Map<String, String> operations = weaver.view().operationsByMethod();
    return (type, method, descriptor) -> {
      String name = type + "." + method;
      return operations.get(descriptor.isEmpty() ? name : name + descriptor);
    };
  }

  private boolean carriesOn() {
    AgentConfig now = config.config();
    return now.enabled() && now.packs().contains(EXECUTORS);
  }

  private static String targets(int number) {
    return number + (number == 1 ? " target" : " targets");
  }

  private void tieLooseEnds() {
    if (control == null) {
      open();
    }
    if (weaverThread.underWay() == 0 && weaver.hasLooseEnds()) {
      catchUpSoon();
    }
  }

  private void catchUpSoon() {
    try {
      weaverThread.execute("looking after classes", weaver::catchUp);
    } catch (RejectedExecutionException leaving) {
      // Then nothing is woven any more.
    }
  }

  private static void darken() {
    Facade.activate(false);
    Handoffs.activate(false);
    Probes.darken();
  }

  /**
   * Leaves the JVM as it was, but for the control channel and the bridge: no thread, no woven
   * class, no hook, all that was recorded delivered. Calls that are under way end as if there had
   * never been a Gemba.
   *
   * @throws IllegalStateException if the JVM is about to end, or another thread detaches
   */
  Weaver.Restored detach(Progress progress) throws InterruptedException {
    if (!leaving.compareAndSet(false, true)) {
      throw new IllegalStateException("Gemba is being detached already");
    }
    // Refused once the JVM is shutting down, and then nothing is undone.
    Runtime.getRuntime().removeShutdownHook(shutdownHook);
    profiler.leave(TO_END.toMillis(), false);
    leaks.leave();
    weaver.leave();
    weaverThread.close(TO_END.toMillis());
    darken();
    boolean collected = collector.close(TO_END.toMillis());
    pipeline.close(TO_END);
    Weaver.Restored restored = weaver.restore(progress);
    // Once more, for what was just being woven when the weaver was told to leave.
    darken();
    runtime.close();
    background.compileAsUsual();
    if (collected) {
      reader.close();
    }
    console.accept("has left: " + restored.restored() + " classes are as they were");
    return restored;
  }

  /** Leaves the JVM to the next attach. After {@link #detach}. */
  void release() {
    Bridge.release();
  }

  /**
   * Makes the agent's classes collectable. No class can be loaded any more; the last thing that a
   * thread of the agent does.
   */
  void farewell() {
    ClassLoader own = Agent.class.getClassLoader();
    try {
      JdkCaches.forget(own);
      ((Closeable) own).close();
    } catch (ReflectiveOperationException | ClassCastException | IOException e) {
      console.accept("leaves an open file behind: " + e);
    }
  }

  private void flush() {
    long until = System.nanoTime() + LAST_FLUSH.toNanos();
    synchronized (this) {
      ending = true;
      if (control != null) {
        control.close();
      }
    }
    weaver.view().tellUnmetTargets(console);
    if (pipeline.isEmpty()) {
      return;
    }
    try {
      profiler.leave(LAST_CUT.toMillis(), true);
      collector.close(Math.max(1, Duration.ofNanos(until - System.nanoTime()).toMillis()));
      pipeline.close(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    } catch (InterruptedException ignored) {
      // The JVM is ending and somebody is in a hurry.
    }
  }

  Instant started() {
    return started;
  }

  boolean attached() {
    return attached;
  }

  boolean isChanging() {
    return changing || weaverThread.underWay() > 0;
  }

  Profiler profiler() {
    return profiler;
  }

  LeakRecorder leaks() {
    return leaks;
  }

  LazyRuntimeMetrics runtime() {
    return runtime;
  }

  ConfigInForce config() {
    return config;
  }

  Weaver weaver() {
    return weaver;
  }

  WeaverThread weaverThread() {
    return weaverThread;
  }

  /** Why Gemba has gone dark by itself; null if it has not. */
  String whyStopped() {
    SelfProtection.Stop stop = protection.stop();
    return stop == null ? null : stop.text() + ", since " + stop.at();
  }

  OverheadMeter meter() {
    return meter;
  }

  RecorderReader reader() {
    return reader;
  }

  boolean isLeaving() {
    return leaving.get();
  }

  Governor governor() {
    return governor;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  Collector collector() {
    return collector;
  }
}
