package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the config of a server says that is under load.
 *
 * @param name as {@code --only} has it
 * @param settings all but the service and the exporter
 * @param woven whether there have to be calls then
 * @param kinds of which there have to be samples then
 */
record LiveConfig(String name, String title, String settings, boolean woven, Set<String> kinds) {

  static final String PACKS_OFF = "packs: []\noverhead: off\n";

  /** Gemba that has nothing to do. */
  static final LiveConfig NOTHING =
      new LiveConfig("nothing", "nothing", PACKS_OFF + "profile: off", false, Set.of());

  /** The profile, and nothing besides. */
  static final LiveConfig PROFILE =
      new LiveConfig(
          "default", "the profile as it comes", PACKS_OFF, false, Set.of("cpu", "alloc"));

  LiveConfig {
    kinds = Set.copyOf(kinds);
  }

  /**
   * Puts it into force where an agent watches it, or will.
   *
   * @param directory of the server
   * @return the place of the config
   */
  Path edit(Path directory) throws IOException {
    String yaml =
        """
        service: kanban
        %s
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(settings, ServiceWays.output(directory));
    Path next = Files.writeString(directory.resolve("next.yaml"), yaml);
    Path config = directory.resolve("gemba.yaml");
    return Files.move(
        next, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A server with Gemba, of which it is the first config. */
  Launch launch(Place place, Path directory) throws IOException {
    return Launch.of("-Xmx1g", "-javaagent:" + place.gemba() + "=" + edit(directory));
  }

  /** Whether it did what it is for. */
  Verdict check(Seen seen) {
    Set<String> missing = new TreeSet<>(kinds);
    missing.removeIf(kind -> seen.samples.getOrDefault(kind, 0L) > 0);
    if (!missing.isEmpty()) {
      return new Verdict(false, "no samples of " + missing);
    }
    if (woven != seen.calls > 0) {
      return new Verdict(false, seen.calls + " calls");
    }
    String samples = "samples of " + kinds.size() + " kinds";
    return new Verdict(true, woven ? samples + ", calls" : samples);
  }

  /**
   * What an agent has recorded.
   *
   * @param samples by kind
   * @param calls of all operations
   */
  record Seen(Map<String, Long> samples, long calls) {

    static final Seen NOTHING = new Seen(Map.of(), 0);

    Seen {
      samples = Map.copyOf(samples);
    }

    /** Up to now, by what was written last: no more than a second ago. */
    static Seen by(Path directory) throws IOException {
      GembaOutput newest = GembaOutput.newestIn(ServiceWays.output(directory));
      return new Seen(newest.samplesByKind(), newest.calls());
    }

    Seen plus(Seen other) {
      return merged(other, 1);
    }

    Seen minus(Seen before) {
      return merged(before, -1);
    }

    private Seen merged(Seen other, int sign) {
      Map<String, Long> all = new HashMap<>(samples);
      other.samples.forEach((kind, number) -> all.merge(kind, sign * number, Long::sum));
      return new Seen(all, calls + sign * other.calls);
    }

    long allSamples() {
      return samples.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
