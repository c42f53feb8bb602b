package dev.gemba.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The Elastic APM agent with one method to trace. Measured without sending anything; counted in a
 * JVM that sends to a {@link ApmServer} here.
 */
record ElasticApm() implements Way {

  private static final String JAR = "elastic-apm-agent.jar";

  @Override
  public String name() {
    return "elastic";
  }

  @Override
  public String title() {
    return "Elastic APM, nothing sent";
  }

  @Override
  public Launch launch(Place place, Path directory, Watched watched) {
    return watching(place, watched).with("-Delastic.apm.disable_send=true");
  }

  /** The agent as it is, but that it says little. */
  static Launch quiet(Place place) {
    return Launch.of(
        "-javaagent:" + place.peer(JAR),
        "-Delastic.apm.service_name=benchmark",
        "-Delastic.apm.log_level=ERROR",
        "-Delastic.apm.cloud_provider=NONE");
  }

  private static Launch watching(Place place, Watched watched) {
    return quiet(place)
        .with("-Delastic.apm.trace_methods=" + watched.type() + "#" + watched.method());
  }

  @Override
  public Optional<Verdict> verify(Trial trial, Watched watched) throws Exception {
    int times = 40;
    try (ApmServer server = ApmServer.start()) {
      Launch launch =
          watching(trial.place(), watched)
              .with(
                  "-Delastic.apm.server_url=" + server.url(),
                  "-Delastic.apm.max_queue_size=8192",
                  "-Delastic.apm.api_request_time=1s",
                  "-Delastic.apm.span_compression_enabled=false");
      trial.run(launch, watched, times, Duration.ofSeconds(3));
      return Optional.of(
          Verdict.equal(
              "transactions and spans", server.received(), (long) times * watched.depth()));
    }
  }
}
