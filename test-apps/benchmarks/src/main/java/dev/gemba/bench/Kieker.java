package dev.gemba.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kieker with its Byte Buddy agent. Measured with the writer that throws records away; counted in a
 * JVM that writes them to files. Its usual way of waiting for room in its queue is made for one
 * thread, and two can wait for ever; so it gets another.
 */
record Kieker() implements Way {

  private static final String JAR = "kieker-bytebuddy.jar";

  @Override
  public String name() {
    return "kieker";
  }

  @Override
  public String title() {
    return "Kieker, Byte Buddy, writer to nowhere";
  }

  @Override
  public Launch launch(Place place, Path directory, Watched watched) {
    return watching(place, signature(watched))
        .with("-Dkieker.monitoring.writer=kieker.monitoring.writer.dump.DumpWriter");
  }

  /** The agent with the methods whose signatures match, by its own patterns. */
  static Launch watching(Place place, String signatures) {
    return Launch.of(
            "-javaagent:" + place.peer(JAR),
            "-Dkieker.monitoring.core.controller.WriterController.QueuePutStrategy="
                + "kieker.monitoring.queue.putstrategy.YieldPutStrategy")
        .withVariable("KIEKER_SIGNATURES_INCLUDE", signatures);
  }

  private static String signature(Watched watched) {
    return "*long " + watched.type() + "." + watched.method() + "(" + watched.parameters() + ")";
  }

  @Override
  public Optional<Verdict> verify(Trial trial, Watched watched) throws Exception {
    int times = 40;
    Launch launch =
        watching(trial.place(), signature(watched))
            .with(
                "-Dkieker.monitoring.writer.filesystem.FileWriter.customStoragePath="
                    + trial.directory());
    trial.run(launch, watched, times, Duration.ofMillis(100));
    return Optional.of(
        Verdict.equal(
            "records", records(trial.directory(), watched), (long) times * watched.depth()));
  }

  private static long records(Path directory, Watched watched) throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.walk(directory)) {
      logs = files.filter(file -> file.toString().endsWith(".dat")).toList();
    }
    String method = watched.type() + "." + watched.method() + "(";
    long records = 0;
    for (Path log : logs) {
      try (BufferedReader lines = Files.newBufferedReader(log)) {
        records += lines.lines().filter(line -> line.contains(method)).count();
      }
    }
    return records;
  }
}
