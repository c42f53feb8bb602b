package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gemba, with one target and the file exporter. Counts are compared in each measured JVM.
 *
 * @param capture the target's capture level
 * @param overhead the budget, or {@code off}
 */
record Gemba(String name, String title, String capture, String overhead) implements Way {

  private static final String OUTPUT = "gemba";

  @Override
  public Optional<String> obstacle(Jdk jdk, Place place) throws Exception {
    Path directory = place.work("check-" + name);
    Path config = config(directory, Watched.RECURSION);
    Process check =
        new ProcessBuilder(jdk.java(), "-jar", place.gemba().toString(), "check", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("check").toFile())
            .start();
    return check.waitFor() == 0
        ? Optional.empty()
        : Optional.of("this Gemba does not accept `capture: " + capture + "`");
  }

  @Override
  public Launch launch(Place place, Path directory, Watched watched) throws IOException {
    return Launch.of("-javaagent:" + place.gemba() + "=" + config(directory, watched));
  }

  private Path config(Path directory, Watched watched) throws IOException {
    String yaml =
        """
        service: benchmark
        overhead: %s
        packs: []
        sampling: { keep: 1%% }
        targets:
          - methods: "%s.%s(..)"
            capture: %s
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(
                overhead, watched.type(), watched.method(), capture, directory.resolve(OUTPUT));
    return Files.writeString(directory.resolve("gemba.yaml"), yaml);
  }

  @Override
  public Optional<Verdict> afterwards(Path directory, Watched watched, long calls)
      throws IOException {
    if (capture.equals("off")) {
      return Optional.of(Verdict.NOT_NEEDED);
    }
    GembaOutput output = GembaOutput.in(directory.resolve(OUTPUT));
    Verdict verdict = Verdict.equal("calls", output.calls(watched.operation()), calls);
    if (!capture.equals("count") && overhead.equals("off")) {
      long timed = output.durations(watched.operation()).count();
      verdict = verdict.and(Verdict.equal("calls timed", timed, calls));
    }
    if (capture.equals("span")) {
      Verdict spans = Verdict.between("spans", output.spans(), 1, calls);
      verdict = verdict.and(spans.good() ? verdict : spans);
    }
    return Optional.of(verdict);
  }
}
