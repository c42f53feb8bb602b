package dev.gemba.kanban;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.gemba.kanban.json.Json;
import dev.gemba.kanban.load.Extent;
import dev.gemba.kanban.load.LoadDriver;
import dev.gemba.kanban.load.LoadReport;
import dev.gemba.kanban.security.ApiKeys;
import dev.gemba.kanban.security.KeyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Drives load at a server and reports what came back. */
@Command(
    name = "load",
    description = {
      "Use a server as people and scripts would, and report how it answers.",
      "Exits with 1 if an answer was not the one that was expected."
    },
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  private static final int MAX_SECONDS = 7 * 24 * 3600;
  private static final int MAX_PROGRESS_MILLIS = 60_000;
  private static final int MAX_REQUESTS = 1_000_000_000;
  private static final int MAX_THREADS = 1024;

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      required = true,
      description = "Where the server listens, such as http://127.0.0.1:8080.")
  private URI url;

  @ArgGroup(multiplicity = "1")
  private HowMuch howMuch;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Seconds of such load before, or requests with --requests, told in one line and",
        "counted in no other: server and driver are compiled by then (default: ${DEFAULT-VALUE})."
      })
  private int warmUp;

  @Option(
      names = "--cool-down",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Seconds of such load after the report, which they are not in, so that others who are",
        "measured at the same time do not have the machine to themselves",
        "(default: ${DEFAULT-VALUE})."
      })
  private int coolDown;

  @Option(
      names = "--threads",
      paramLabel = "N",
      required = true,
      description = "How many users there are at a time.")
  private int threads;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed asks in the same order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "The server's keys.yaml (default: the keys of generated data).")
  private Path keys;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report there as JSON, too.")
  private Path json;

  @Option(
      names = "--progress",
      description = "Show on stderr how it goes even if there is no terminal.")
  private boolean progress;

  @Option(
      names = "--progress-every",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "Milliseconds between two lines of that (default: ${DEFAULT-VALUE}).")
  private int progressMillis;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check("--seconds", howMuch.seconds, 1, MAX_SECONDS);
    check("--requests", howMuch.requests, 1, MAX_REQUESTS);
    check("--warm-up", warmUp, 0, howMuch.seconds == null ? MAX_REQUESTS : MAX_SECONDS);
    check("--cool-down", coolDown, 0, MAX_SECONDS);
    check("--threads", threads, 1, MAX_THREADS);
    check("--progress-every", progressMillis, 1, MAX_PROGRESS_MILLIS);
    if (!"http".equals(url.getScheme()) || url.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(), "--url must look like http://127.0.0.1:8080");
    }
    ApiKeys apiKeys = keys == null ? ApiKeys.demo() : KeyFile.read(keys);
    boolean right = true;
    if (warmUp > 0) {
      LoadReport before = drive(apiKeys, ~seed, howMuch.of(warmUp));
      System.out.println("warm-up: " + before.line());
      right = before.unexpected() == 0;
    }
    LoadReport report = drive(apiKeys, seed, howMuch.whole());
    if (json != null) {
      Json.MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), report);
    }
    System.out.print(report.text());
    if (coolDown > 0) {
      drive(apiKeys, seed, Extent.ofSeconds(coolDown));
    }
    return right && report.unexpected() == 0 ? 0 : 1;
  }

  private LoadReport drive(ApiKeys apiKeys, long anySeed, Extent extent)
      throws InterruptedException {
    return new LoadDriver(url, apiKeys, threads, anySeed)
        .run(extent, Duration.ofMillis(progressMillis), watcher());
  }

  // Never null on JDK 22 to 24: progress is shown without a terminal there, which harms nothing.
  @SuppressWarnings("SystemConsoleNull")
  private Consumer<LoadDriver.Progress> watcher() {
    if (!progress && System.console() == null) {
      return ignored -> {};
    }
    return state ->
        System.err.printf(
            "load: %d s of %s, %d requests%n",
            state.elapsed().toSeconds(), state.extent(), state.requests());
  }

  /** An option that is not given has no value to be wrong. */
  private void check(String option, Integer value, int min, int max) {
    if (value != null && (value < min || value > max)) {
      throw new ParameterException(
          spec.commandLine(), "%s must be from %d to %d".formatted(option, min, max));
    }
  }

  /** For a time or a number of requests; picocli sees to it that one of them is given. */
  private static final class HowMuch {
    @Option(
        names = "--seconds",
        paramLabel = "N",
        required = true,
        description = "How long to drive load.")
    private Integer seconds;

    @Option(
        names = "--requests",
        paramLabel = "N",
        required = true,
        description = {
          "How many requests to drive instead: each run then asks for the same, however fast it",
          "is answered."
        })
    private Integer requests;

    Extent whole() {
      return of(seconds == null ? requests : seconds);
    }

    /** In the same unit. */
    Extent of(int amount) {
      return seconds == null ? Extent.ofRequests(amount) : Extent.ofSeconds(amount);
    }
  }
}
