package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Gemba, with one target and the file exporter. Counts are compared in each measured JVM.
 *
 * @param capture the target's capture level
 * @param overhead the budget, or {@code off}
 * @param pinned a level that is set by hand before the first call, as the config cannot ask for it;
 *     null to leave it to the config
 */
record Gemba(String name, String title, String capture, String overhead, String pinned)
    implements Way {

  /** Woven, and recording nothing. */
  static final Gemba DARK =
      new Gemba("gemba-dark", "Gemba, woven and dark", "timing", "off", "dark");

  private static final String OUTPUT = "gemba";
  private static final Pattern CALLED = Pattern.compile("^calls ", Pattern.MULTILINE);
  private static final Duration AT_MOST = Duration.ofMinutes(1);

  Gemba(String name, String title, String capture, String overhead) {
    this(name, title, capture, overhead, null);
  }

  /** All levels at which a call may be recorded, held there, and what the governor makes of it. */
  static List<Gemba> levels() {
    return List.of(
        new Gemba("gemba-count", "Gemba, count", "count", "off"),
        new Gemba("gemba-sampled", "Gemba, timing of 1 call in 64", "timing", "off", "sampled"),
        new Gemba("gemba-timing", "Gemba, timing", "timing", "off"),
        new Gemba("gemba-governed", "Gemba, timing, overhead: 5%", "timing", "5%"),
        new Gemba("gemba-span", "Gemba, span, 1 % of traces kept", "span", "off"));
  }

  @Override
  public Optional<String> obstacle(Jdk jdk, Place place) throws Exception {
    Path directory = place.work("check-" + name);
    Path config = config(directory, Watched.RECURSION);
    Process check =
        new ProcessBuilder(jdk.java(), "-jar", place.gemba().toString(), "check", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("check").toFile())
            .start();
    if (check.waitFor() != 0) {
      return Optional.of("this Gemba does not accept `capture: " + capture + "`");
    }
    return pinned == null ? Optional.empty() : obstacleToPin(jdk, place);
  }

  /** Only a Gemba that runs can tell whether it knows a level. */
  private Optional<String> obstacleToPin(Jdk jdk, Place place) throws Exception {
    Trial trial = new Trial(jdk, place, place.work("check-" + name));
    Launch launch = launch(place, trial.directory(), Watched.RECURSION);
    try (ForkedJvm jvm = trial.start(launch, Watched.RECURSION, 1, AT_MOST)) {
      jvm.await(CALLED, AT_MOST);
      whenReady(jvm, Watched.RECURSION);
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
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
  public void whenReady(ForkedJvm jvm, Watched watched) throws IOException {
    if (pinned != null) {
      GembaControl.of(jvm.pid()).pin(watched.operation(), pinned);
    }
  }

  @Override
  public Optional<Verdict> afterwards(Path directory, Watched watched, long calls)
      throws IOException {
    GembaOutput output = GembaOutput.in(directory.resolve(OUTPUT));
    if (this.equals(DARK)) {
      return Optional.of(
          Verdict.between("calls", output.calls(watched.operation()), 0, calls / 100));
    }
    long counted = output.calls(watched.operation());
    if (!overhead.equals("off")) {
      // As many as could be afforded until the governor gave the method back, if it did.
      return Optional.of(Verdict.between("of " + calls + " calls counted", counted, 1, calls));
    }
    Verdict verdict = Verdict.equal("calls", counted, calls);
    if (pinned != null) {
      long timed = output.durations(watched.operation()).count();
      Verdict some = Verdict.between("calls timed", timed, 1, Long.MAX_VALUE);
      verdict = some.good() ? verdict : some;
    } else if (!capture.equals("count")) {
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
