package dev.gemba.it;

import java.io.IOException;
import java.time.Duration;

/** Runs commands of {@code gemba.jar} as users do, on one JDK. */
record GembaCli(Jdk jdk) {

  private static final Duration AT_MOST = Duration.ofMinutes(2);

  /** Runs a command to its end. */
  Ended run(String... arguments) throws IOException, InterruptedException {
    return jvm(arguments).atMost(AT_MOST).run();
  }

  /** Runs a command that is to succeed. */
  String good(String... arguments) throws IOException, InterruptedException {
    return run(arguments).exitedWith(0).stdout();
  }

  ForkedJvm jvm(String... arguments) {
    return ForkedJvm.on(jdk)
        .options("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
        .jar(Jars.gemba(), arguments);
  }
}
