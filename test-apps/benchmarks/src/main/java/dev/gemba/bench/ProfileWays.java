package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** All ways of profiling a server that are compared. */
final class ProfileWays {

  /** The server alone. */
  static final String NONE = "kanban";

  static final String DEFAULT = "gemba-profile";

  private static final Set<String> BY_DEFAULT = Set.of("cpu", "alloc", "lock");

  private final KanbanApplication kanban;
  private final PyroscopeServer pyroscope;

  private ProfileWays(KanbanApplication kanban, PyroscopeServer pyroscope) {
    this.kanban = kanban;
    this.pyroscope = pyroscope;
  }

  /** All of them, the one that others are compared with first. */
  static List<ProfileWay> of(KanbanApplication kanban, PyroscopeServer pyroscope) {
    return new ProfileWays(kanban, pyroscope).all();
  }

  private List<ProfileWay> all() {
    return List.of(
        new ProfileWay(
            NONE, "no agent", (place, directory) -> Launch.PLAIN, directory -> Verdict.NOT_NEEDED),
        new ProfileWay(
            "gemba-nothing",
            "Gemba without targets, packs and profile",
            (place, directory) -> gemba(place, directory, "profile: off"),
            directory -> sampled(directory, Set.of())),
        new ProfileWay(
            DEFAULT,
            "Gemba, profile as it comes",
            (place, directory) -> gemba(place, directory, ""),
            directory -> sampled(directory, BY_DEFAULT)),
        new ProfileWay(
            "gemba-whole",
            "Gemba as it comes, with the server's targets",
            (place, directory) -> kanban.gembaByDefault(directory),
            directory -> sampled(directory, BY_DEFAULT)),
        new ProfileWay(
            "jfr-profile",
            "JDK Flight Recorder, settings=profile",
            (place, directory) -> jfr(directory),
            ProfileWays::recorded),
        new ProfileWay(
            "pyroscope",
            "Pyroscope, the same events and intervals",
            this::pyroscope,
            directory ->
                Verdict.between("profiles received", pyroscope.taken(), 1, Long.MAX_VALUE)));
  }

  private static Launch gemba(Place place, Path directory, String profile) throws IOException {
    String yaml =
        """
        service: kanban
        packs: []
        %s
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(profile, ServiceWays.output(directory));
    Path config = Files.writeString(directory.resolve("gemba.yaml"), yaml);
    return Launch.of("-javaagent:" + place.gemba() + "=" + config);
  }

  /**
   * Whether Gemba had samples of all those kinds, and of no other. Of locks there need not be any:
   * whether a thread waits long enough is chance.
   */
  private static Verdict sampled(Path directory, Set<String> kinds) throws IOException {
    if (!Files.exists(ServiceWays.output(directory))) {
      return new Verdict(false, "no output of Gemba");
    }
    Map<String, Long> samples = GembaOutput.in(ServiceWays.output(directory)).samplesByKind();
    Set<String> found = new TreeSet<>(samples.keySet());
    found.removeIf(kind -> samples.get(kind) == 0);
    String text =
        found.isEmpty()
            ? "no samples"
            : found.stream()
                .map(kind -> samples.get(kind) + " " + kind)
                .collect(Collectors.joining(", ", "", " samples"));
    Set<String> missing = new TreeSet<>(kinds);
    missing.removeAll(found);
    missing.remove("lock");
    return missing.isEmpty() && kinds.containsAll(found)
        ? new Verdict(true, text)
        : new Verdict(false, text + ", expected " + new TreeSet<>(kinds));
  }

  private static Launch jfr(Path directory) {
    return Launch.of(
        "-XX:StartFlightRecording:settings=profile,filename=" + recording(directory),
        "-XX:FlightRecorderOptions:repository=" + directory.resolve("jfr"));
  }

  private static Verdict recorded(Path directory) throws IOException {
    long samples = 0;
    try (RecordingFile file = new RecordingFile(recording(directory))) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        samples += event.getEventType().getName().equals("jdk.ExecutionSample") ? 1 : 0;
      }
    }
    return Verdict.between("execution samples", samples, 1, Long.MAX_VALUE);
  }

  private static Path recording(Path directory) {
    return directory.resolve("profile.jfr");
  }

  /** It is told to send where somebody listens on this machine, and knows of nobody else. */
  private Launch pyroscope(Place place, Path directory) {
    pyroscope.taken();
    return Launch.of("-javaagent:" + place.peer("pyroscope-agent.jar"))
        .withVariable("PYROSCOPE_APPLICATION_NAME", "kanban")
        .withVariable("PYROSCOPE_SERVER_ADDRESS", pyroscope.url())
        .withVariable("PYROSCOPE_FORMAT", "jfr")
        .withVariable("PYROSCOPE_PROFILER_EVENT", "cpu")
        .withVariable("PYROSCOPE_PROFILING_INTERVAL", "19ms")
        .withVariable("PYROSCOPE_PROFILER_ALLOC", "4m")
        .withVariable("PYROSCOPE_PROFILER_LOCK", "10ms")
        .withVariable("PYROSCOPE_TMP_DIR", directory.toString());
  }
}
