package dev.gemba.agent.runtime;

import dev.gemba.api.export.Metric;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Classes since the start of the JVM. */
final class LoadedClasses implements Source {

  private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();

  @Override
  public List<Metric> read() {
    return List.of(
        Source.counter(
            "jvm.class.loaded",
            "{class}",
            "Number of classes loaded since JVM start.",
            classes.getTotalLoadedClassCount()),
        Source.counter(
            "jvm.class.unloaded",
            "{class}",
            "Number of classes unloaded since JVM start.",
            classes.getUnloadedClassCount()),
        Source.level(
            "jvm.class.count",
            "{class}",
            "Number of classes currently loaded.",
            (long) classes.getLoadedClassCount()));
  }
}
