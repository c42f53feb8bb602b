package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether Gemba's model of its own price is right: what a call costs by the model, beside the CPU
 * that a JVM with Gemba uses for a call beyond one without, run one after the other. The model is
 * asked while the calls are made.
 */
final class SelfCost {

  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** The agent looks at some seconds before it answers, and must find calls in all of them. */
  private static final double LEAST_SECONDS = 4;

  /** For the smoke run: the others go the same way. */
  private static final String QUICK = "gemba-timing";

  /** Of one pair of JVMs. */
  private record Sample(
      double cpuNanos, double modelNanos, double cpuPercent, double modelPercent) {

    double errorNanos() {
      return modelNanos - cpuNanos;
    }
  }

  private final Place place;
  private final Jdk jdk;
  private final List<Gemba> levels;
  private final long measureMillis;
  private final Map<Gemba, List<Sample>> samples = new LinkedHashMap<>();

  SelfCost(Arguments arguments, Place place, Jdk jdk, List<Gemba> levels) {
    this.place = place;
    this.jdk = jdk;
    this.levels =
        levels.stream().filter(level -> !arguments.quick() || level.name().equals(QUICK)).toList();
    double seconds = arguments.seconds(LEAST_SECONDS, LEAST_SECONDS);
    measureMillis = (long) (1000 * Math.max(LEAST_SECONDS, seconds));
  }

  void round() throws Exception {
    for (Gemba level : levels) {
      Progress.say("self-cost: %s", level.name());
      samples.computeIfAbsent(level, unused -> new ArrayList<>()).add(sample(level));
    }
  }

  private Sample sample(Gemba level) throws Exception {
    double none = cpuNanos(Ways.NONE);
    Path directory = place.work("self-cost");
    Launch launch = level.launch(place, directory, Watched.RECURSION);
    try (ForkedJvm jvm = ForkedJvm.start(jdk, directory, launch, program())) {
      jvm.passGate(level, Watched.RECURSION);
      Thread.sleep(measureMillis);
      JsonNode overhead = GembaControl.of(jvm.pid()).overhead();
      double woven = jvm.end(MARGIN).number("cpuNanosPerCall");
      return new Sample(
          woven - none,
          modelNanos(overhead),
          100 * (1 - none / woven),
          100 * overhead.path("ratio").asDouble());
    }
  }

  private double cpuNanos(Way way) throws Exception {
    Path directory = place.work("self-cost");
    Launch launch = way.launch(place, directory, Watched.RECURSION);
    try (ForkedJvm jvm = ForkedJvm.start(jdk, directory, launch, program())) {
      jvm.passGate(way, Watched.RECURSION);
      return jvm.end(MARGIN.plusMillis(2 * measureMillis)).number("cpuNanosPerCall");
    }
  }

  private List<String> program() {
    Watched watched = Watched.RECURSION;
    return ForkedJvm.workload(
        place,
        "CallCostWorkload",
        watched.mode(),
        false,
        watched.depth(),
        1,
        measureMillis,
        measureMillis,
        0);
  }

  private static double modelNanos(JsonNode overhead) {
    double calls = 0;
    for (JsonNode ofLevel : overhead.path("calls")) {
      calls += ofLevel.asDouble();
    }
    double seconds =
        overhead.path("callsSeconds").asDouble() + overhead.path("threadsSeconds").asDouble();
    return calls == 0 ? Double.NaN : 1e9 * seconds / calls;
  }

  Table table() {
    Table table =
        new Table(
            "what Gemba costs by its own model, and in truth: recursion of 10 calls without work",
            "capture",
            "CPU ns a call",
            "by the model",
            "model − CPU",
            "% of the process's CPU",
            "by the model");
    samples.forEach(
        (level, these) -> {
          Map<String, Object> figures = new LinkedHashMap<>();
          figures.put("way", level.name());
          Spread cpu = Spread.of(these.stream().map(Sample::cpuNanos).toList());
          Spread model = Spread.of(these.stream().map(Sample::modelNanos).toList());
          Spread error = Spread.of(these.stream().map(Sample::errorNanos).toList());
          Spread cpuPercent = Spread.of(these.stream().map(Sample::cpuPercent).toList());
          Spread modelPercent = Spread.of(these.stream().map(Sample::modelPercent).toList());
          figures.put("cpuNanosPerCall", cpu.json());
          figures.put("modelNanosPerCall", model.json());
          figures.put("modelErrorNanosPerCall", error.json());
          figures.put("cpuSharePercent", cpuPercent.json());
          figures.put("modelPercent", modelPercent.json());
          table.row(
              figures,
              level.title(),
              cpu.text(1),
              model.text(1),
              error.text(1),
              cpuPercent.text(1),
              modelPercent.text(1));
        });
    return table;
  }
}
