package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The JDK's own: its flight recorder counts and times methods since version 25. */
record JfrMethodTiming() implements Way {

  private static final String EVENT = "jdk.MethodTiming";
  private static final String RECORDING = "recording.jfr";

  @Override
  public String name() {
    return "jfr-timing";
  }

  @Override
  public String title() {
    return "JFR method timing (count, min, average, max)";
  }

  @Override
  public Optional<String> obstacle(Jdk jdk, Place place) {
    return jdk.feature() >= 25 ? Optional.empty() : Optional.of("needs JDK 25");
  }

  @Override
  public Launch launch(Place place, Path directory, Watched watched) throws IOException {
    return recording(directory, watched.type() + "::" + watched.method());
  }

  /** Records nothing but the timing of methods; what the filter may be, see the JDK. */
  static Launch recording(Path directory, String filter) throws IOException {
    String settings =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <configuration version="2.0" label="Method timing">
          <event name="%s">
            <setting name="enabled">true</setting>
            <setting name="period">endChunk</setting>
            <setting name="filter">%s</setting>
          </event>
        </configuration>
        """
            .formatted(EVENT, filter);
    Path file = Files.writeString(directory.resolve("timing.jfc"), settings);
    return Launch.of(
        "-XX:StartFlightRecording:settings=" + file + ",filename=" + directory.resolve(RECORDING));
  }

  @Override
  public Optional<Verdict> afterwards(Path directory, Watched watched, long calls)
      throws IOException {
    long invocations = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(directory.resolve(RECORDING))) {
      if (event.getEventType().getName().equals(EVENT)) {
        invocations = Math.max(invocations, event.getLong("invocations"));
      }
    }
    return Optional.of(Verdict.equal("calls", invocations, calls));
  }
}
