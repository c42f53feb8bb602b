package dev.gemba.agent;

import dev.gemba.agent.config.AgentConfig;
import dev.gemba.agent.config.ConfigLoader;
import dev.gemba.agent.config.ConfigSources;
import dev.gemba.agent.config.ExporterSection;
import dev.gemba.agent.config.LoadedConfig;
import dev.gemba.agent.config.Problem;
import dev.gemba.agent.pipeline.Collector;
import dev.gemba.agent.pipeline.Pipeline;
import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.record.RecorderReader;
import dev.gemba.agent.record.WallClock;
import dev.gemba.agent.runtime.RuntimeMetrics;
import dev.gemba.agent.weave.Weaver;
import dev.gemba.api.export.ExporterProvider;
import dev.gemba.bootstrap.Bridge;
import dev.gemba.bootstrap.Facade;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.SpanStack;
import java.lang.instrument.Instrumentation;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * The agent in one JVM: its parts in the order they live, and in reverse the order they end.
 *
 * <p>{@link #start} runs on the main thread before the application, so it does little: read the
 * config, hand the weaver its targets, start the collector. Exporters, metrics of the JVM and Byte
 * Buddy come up on other threads, or when they are needed.
 */
public final class Agent {

  /** How long the exit of the JVM waits for the last snapshot to be delivered. */
  private static final Duration LAST_FLUSH = Duration.ofMillis(1_800);

  private static final String VERSION = "0.1.0";

  private final Weaver weaver;
  private final Collector collector;
  private final Pipeline pipeline;

  private Agent(Weaver weaver, Collector collector, Pipeline pipeline) {
    this.weaver = weaver;
    this.collector = collector;
    this.pipeline = pipeline;
  }

  /**
   * Starts Gemba. Called by the premain class, once.
   *
   * @param argument path of the config; null or blank if none was given
   */
  public static void start(String argument, Instrumentation instrumentation) {
    Console console = new Console(System.err, System::nanoTime);
    if (!Bridge.take()) {
      console.accept("is here already; this second start, with " + argument + ", does nothing");
      return;
    }
    Map<String, ExporterProvider> exporters = exporters();
    LoadedConfig loaded = ConfigLoader.load(ConfigSources.ofProcess(argument), keysOf(exporters));
    for (Problem problem : loaded.problems()) {
      console.accept(problem.toString());
    }
    AgentConfig config = loaded.config();
    if (!config.enabled()) {
      console.accept("is switched off by its config");
      return;
    }

    BootModule.open(instrumentation);
    SpanStack.seed(Entropy.next());
    SpanStack.keep(config.keepRatio());

    DropCounters drops = new DropCounters();
    Weaver weaver = new Weaver(instrumentation, config.targets(), drops, console);

    WallClock clock = new WallClock(Clock.systemUTC(), System::nanoTime);
    RecorderReader reader = new RecorderReader(clock, drops);
    Pipeline pipeline = new Pipeline(console);
    for (ExporterSection section : config.exporters().values()) {
      pipeline.add(exporters.get(section.name()), section.values(), drops);
    }
    LazyRuntimeMetrics runtime = new LazyRuntimeMetrics(RuntimeMetrics::new);
    Collector collector =
        new Collector(
            reader,
            clock,
            () -> ProcessResource.of(config, VERSION),
            runtime::read,
            pipeline::accept,
            weaver::catchUp,
            Agent::darken,
            console);

    Agent agent = new Agent(weaver, collector, pipeline);
    try {
      Facade.warmUp();
      Facade.activate(true);
      weaver.start();
      pipeline.start();
      collector.start();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(null, agent::flush, "gemba-shutdown", 0, false));
    } catch (Throwable e) {
      // Half an agent is worse than none: woven code would record what nobody ever reads.
      instrumentation.removeTransformer(weaver);
      darken();
      throw e;
    }
    console.accept("watches " + weaver.writtenTargets() + " targets of " + loaded.origin());
  }

  private static void darken() {
    Facade.activate(false);
    Probes.darken();
  }

  private void flush() {
    long until = System.nanoTime() + LAST_FLUSH.toNanos();
    weaver.tellUnmetTargets();
    try {
      collector.close(LAST_FLUSH.toMillis());
      pipeline.close(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    } catch (InterruptedException ignored) {
      // The JVM is ending and somebody is in a hurry.
    }
  }

  private static Map<String, ExporterProvider> exporters() {
    Map<String, ExporterProvider> byName = new TreeMap<>();
    for (ExporterProvider provider :
        ServiceLoader.load(ExporterProvider.class, Agent.class.getClassLoader())) {
      byName.put(provider.name(), provider);
    }
    return byName;
  }

  private static Map<String, Set<String>> keysOf(Map<String, ExporterProvider> exporters) {
    Map<String, Set<String>> keys = new TreeMap<>();
    exporters.forEach((name, provider) -> keys.put(name, provider.keys()));
    return keys;
  }
}
