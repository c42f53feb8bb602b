package dev.gemba.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The OpenTelemetry agent with one method to make spans of. Measured without exporters; counted in
 * a JVM that logs its spans.
 *
 * @param keep share of traces that are sampled, decided at the root; 1 for all
 */
record OpenTelemetry(String name, String title, double keep) implements Way {

  static final String JAR = "opentelemetry-javaagent.jar";

  @Override
  public Launch launch(Place place, Path directory, Watched watched) {
    return watching(place, watched).with("-Dotel.traces.exporter=none");
  }

  /** The agent as it is, but that nothing leaves the process. */
  static Launch silent(Place place) {
    return Launch.of(
        "-javaagent:" + place.peer(JAR),
        "-Dotel.metrics.exporter=none",
        "-Dotel.logs.exporter=none",
        "-Dotel.service.name=benchmark");
  }

  private Launch watching(Place place, Watched watched) {
    Launch launch =
        silent(place)
            .with(
                "-Dotel.instrumentation.methods.include="
                    + watched.type()
                    + "["
                    + watched.method()
                    + "]");
    return keep == 1
        ? launch
        : launch.with(
            "-Dotel.traces.sampler=parentbased_traceidratio", "-Dotel.traces.sampler.arg=" + keep);
  }

  @Override
  public Optional<Verdict> verify(Trial trial, Watched watched) throws Exception {
    int traces = keep == 1 ? 40 : 2000;
    Launch launch =
        watching(trial.place(), watched)
            .with(
                "-Dotel.traces.exporter=logging",
                // written where everything that the workload prints goes, and read whole
                "-Dotel.javaagent.logging=simple",
                "-Dio.opentelemetry.javaagent.slf4j.simpleLogger.logFile=System.out");
    ForkedJvm.Ended ended = trial.run(launch, watched, traces, Duration.ofMillis(500));
    long spans =
        ended.output().lines().filter(l -> l.contains("'" + watched.operation() + "' :")).count();
    if (keep == 1) {
      return Optional.of(Verdict.equal("spans", spans, (long) traces * watched.depth()));
    }
    // Far outside of what chance makes of a share that is kept as it should be.
    double mean = traces * keep;
    double reach = 5 * Math.sqrt(mean);
    long least = Math.max(1, Math.round(mean - reach)) * watched.depth();
    long most = Math.round(mean + reach) * watched.depth();
    return Optional.of(
        Verdict.between("spans of " + traces * watched.depth() + " calls", spans, least, most));
  }
}
