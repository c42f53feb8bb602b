package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * JVMs that make a known number of calls, not timed, to see what an agent records of them.
 *
 * @param jdk runs them
 * @param place where jars lie
 * @param directory for all that they write
 */
record Trial(Jdk jdk, Place place, Path directory) {

  private static final Duration AT_MOST = Duration.ofMinutes(1);

  /** Makes so many calls from outside, and lives on for a while so that agents can send. */
  ForkedJvm.Ended run(Launch launch, Watched watched, int times, Duration liveOn)
      throws IOException, InterruptedException {
    try (ForkedJvm jvm = start(launch, watched, times, liveOn)) {
      return jvm.end(AT_MOST);
    }
  }

  /** The same, without waiting for its end. */
  ForkedJvm start(Launch launch, Watched watched, int times, Duration liveOn) throws IOException {
    List<String> program =
        ForkedJvm.workload(
            place, "SpansWorkload", watched.mode(), watched.depth(), times, liveOn.toMillis());
    return ForkedJvm.start(jdk, directory, launch, program);
  }
}
