package dev.gemba.kanban;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.gemba.kanban.json.Json;
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
  private static final int MAX_THREADS = 1024;

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      required = true,
      description = "Where the server listens, such as http://127.0.0.1:8080.")
  private URI url;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      required = true,
      description = "How long to drive load.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Seconds of such load before, told in one line and counted in no other:",
        "server and driver are compiled by then (default: ${DEFAULT-VALUE})."
      })
  private int warmUp;

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
      description = "Show a line a second on stderr even if there is no terminal.")
  private boolean progress;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check("--seconds", seconds, 1, MAX_SECONDS);
    check("--warm-up", warmUp, 0, MAX_SECONDS);
    check("--threads", threads, 1, MAX_THREADS);
    if (!"http".equals(url.getScheme()) || url.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(), "--url must look like http://127.0.0.1:8080");
    }
    ApiKeys apiKeys = keys == null ? ApiKeys.demo() : KeyFile.read(keys);
    boolean right = true;
    if (warmUp > 0) {
      LoadReport before = drive(apiKeys, ~seed, warmUp);
      System.out.println("warm-up: " + before.line());
      right = before.unexpected() == 0;
    }
    LoadReport report = drive(apiKeys, seed, seconds);
    System.out.print(report.text());
    if (json != null) {
      Json.MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), report);
    }
    return right && report.unexpected() == 0 ? 0 : 1;
  }

  private LoadReport drive(ApiKeys apiKeys, long anySeed, int duration)
      throws InterruptedException {
    return new LoadDriver(url, apiKeys, threads, anySeed)
        .run(Duration.ofSeconds(duration), watcher());
  }

  // Never null on JDK 22 to 24: progress is shown without a terminal there, which harms nothing.
  @SuppressWarnings("SystemConsoleNull")
  private Consumer<LoadDriver.Progress> watcher() {
    if (!progress && System.console() == null) {
      return ignored -> {};
    }
    return state ->
        System.err.printf(
            "load: %d of %d s, %d requests%n",
            state.elapsed().toSeconds(), state.duration().toSeconds(), state.requests());
  }

  private void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ParameterException(
          spec.commandLine(), "%s must be from %d to %d".formatted(option, min, max));
    }
  }
}
