package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  private static final ConfigCheck.Problem ERROR =
      new ConfigCheck.Problem(true, 3, "targets[0].capture", "gemba.yaml:3: found 'spam'");
  private static final ConfigCheck.Problem NOTICE =
      new ConfigCheck.Problem(false, 9, "profile", "gemba.yaml:9: not available in this version");

  @TempDir private Path directory;
  private String file;

  @BeforeEach
  void writeConfig() throws IOException {
    file = Files.writeString(directory.resolve("gemba.yaml"), "service: x\n").toString();
  }

  @Test
  void isGoodWithoutProblems() {
    CommandRun run = CommandRun.withConfigCheck(config -> List.of(), "check", file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(file + ": no problems\n");
  }

  @Test
  void printsEveryProblemAndEndsWithOne() {
    CommandRun run = CommandRun.withConfigCheck(config -> List.of(ERROR, NOTICE), "check", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.outLines())
        .containsExactly(
            "error: gemba.yaml:3: found 'spam'",
            "notice: gemba.yaml:9: not available in this version");
  }

  @Test
  void isGoodWithNoticesAlone() {
    CommandRun run = CommandRun.withConfigCheck(config -> List.of(NOTICE), "check", file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("notice: ");
  }

  @Test
  void printsJsonForMachines() {
    CommandRun run = CommandRun.withConfigCheck(config -> List.of(ERROR), "check", "--json", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "\"severity\" : \"error\"",
            "\"line\" : 3",
            "\"key\" : \"targets[0].capture\"",
            "\"message\" : \"gemba.yaml:3: found 'spam'\"");
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    CommandRun run = CommandRun.withConfigCheck(config -> List.of(), "check", file + ".no");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "gemba check: "
                + file
                + ".no: found no such file; accepted is a config file in YAML\n");
  }
}
