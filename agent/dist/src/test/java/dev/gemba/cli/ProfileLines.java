package dev.gemba.cli;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Frame;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Profile.Sample;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.exporter.file.FileExporterProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Profiles as the file exporter itself writes them. */
public final class ProfileLines {

  public static final String TRACE = "5b8efff798038103d269b633813fc60c";
  public static final String SPAN = "eee19b7ec3c1b174";

  private static final Instant START = Instant.ofEpochSecond(0, OtlpLines.START);

  private ProfileLines() {}

  /** Appends one line to {@code profiles.jsonl}. */
  public static void write(Path directory, Sample... samples) throws IOException {
    Profile profile =
        new Profile(START, START.plusSeconds(10), "async-profiler 4.6", List.of(samples));
    Snapshot snapshot =
        new Snapshot(
            new Resource(Attributes.of("service.name", "x")),
            START,
            START.plusSeconds(10),
            List.of(),
            List.of(),
            List.of(profile));
    ExporterOptions options =
        new ExporterOptions(Map.of("directory", directory.toString()), warning -> {});
    try {
      Exporter exporter = new FileExporterProvider().open(options);
      exporter.export(snapshot);
      exporter.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("an exception that no file throws", e);
    }
  }

  /** A sample without a span; frames from the outermost on, in one text. */
  public static Sample sample(Kind kind, String operation, long value, String stack) {
    return new Sample(kind, frames(stack), operation, "", "", 1, value);
  }

  /** One in {@link #SPAN}. */
  public static Sample inSpan(Kind kind, String operation, long value, String stack) {
    return new Sample(kind, frames(stack), operation, TRACE, SPAN, 2, value);
  }

  private static List<Frame> frames(String stack) {
    List<Frame> frames = new ArrayList<>();
    for (String frame : stack.split(" ", -1)) {
      int dot = frame.lastIndexOf('.');
      frames.add(0, new Frame(frame.substring(0, Math.max(0, dot)), frame.substring(dot + 1), 12));
    }
    return frames;
  }
}
