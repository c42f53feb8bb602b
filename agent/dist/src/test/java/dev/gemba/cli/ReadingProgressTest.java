package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {

  private static final long MEGABYTE = 1 << 20;

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(shown, true, StandardCharsets.UTF_8);
  private long nanos = -1;

  @Test
  void saysNothingForTwoSeconds() {
    ReadingProgress progress = progress(true);

    pass(Duration.ofMillis(1999));
    progress.at(1, 2);
    progress.done();

    assertThat(shown.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void movesInPlaceOnATerminalAndLeavesNothingBehind() {
    ReadingProgress progress = progress(true);

    pass(Duration.ofSeconds(2));
    progress.at(20 * MEGABYTE, 80 * MEGABYTE);
    progress.at(21 * MEGABYTE, 80 * MEGABYTE);
    pass(Duration.ofSeconds(1));
    progress.at(40 * MEGABYTE, 80 * MEGABYTE);
    progress.done();

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .startsWith("\rreading: 25 % of 80 MB \rreading: 50 % of 80 MB \r ")
        .endsWith(" \r");
  }

  @Test
  void saysItOnceElsewhere() {
    ReadingProgress progress = progress(false);

    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(2));
      progress.at(i, 80 * MEGABYTE);
    }
    progress.done();

    assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("reading 80 MB");
  }

  private ReadingProgress progress(boolean interactive) {
    return new ReadingProgress(new Terminal(err, err, interactive, true), () -> nanos);
  }

  private void pass(Duration duration) {
    nanos += duration.toNanos();
  }
}
