package dev.gemba.exporter.pyroscope;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Frame;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Profile.Sample;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Snapshots whose every value is known. */
final class Samples {

  static final Instant START = Instant.parse("2026-01-02T03:04:05.000000006Z");
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String SPAN = "00f067aa0ba902b7";

  private static final List<Frame> LOAD =
      List.of(new Frame("com.acme.Board", "load", 12), new Frame("", "start_thread", 0));

  static final Sample OF_A_SPAN =
      new Sample(Kind.CPU, LOAD, "kanban.board.load", TRACE, SPAN, 3, 57_000_000);
  static final Sample OF_NOTHING = new Sample(Kind.CPU, LOAD, "", "", "", 1, 19_000_000);
  static final Sample WALL = new Sample(Kind.WALL, LOAD, "", "", "", 4, 200_000_000);
  static final Sample ALLOC =
      new Sample(
          Kind.ALLOC,
          List.of(new Frame("byte[]", "", 0), LOAD.get(0)),
          "kanban.board.load",
          "",
          "",
          2,
          8_000_000);
  static final Sample LOCK =
      new Sample(
          Kind.LOCK,
          List.of(new Frame("com.acme.Lock", "", 0), LOAD.get(0)),
          "",
          "",
          "",
          5,
          70_000_000);

  private Samples() {}

  static Exporter open(String endpoint, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("endpoint", endpoint);
    return new PyroscopeExporterProvider(Map.of()).open(options(values));
  }

  static ExporterOptions options(Map<String, String> values) {
    return new ExporterOptions(values, warning -> {});
  }

  static Snapshot snapshot(Sample... samples) {
    Profile profile =
        new Profile(START, START.plusSeconds(10), "async-profiler 4.6", List.of(samples));
    return withProfiles(List.of(profile));
  }

  static Snapshot withProfiles(List<Profile> profiles) {
    return new Snapshot(
        new Resource(Attributes.of("service.name", "kanban").with("process.pid", 4711L)),
        START,
        START.plusSeconds(11),
        List.of(),
        List.of(),
        profiles);
  }
}
