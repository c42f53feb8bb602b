package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @Test
  void printsTheCommandsOnHelp() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("java -jar gemba.jar COMMAND", "report", "check", "attach");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void printsHelpAsErrorWithoutACommand() {
    CommandRun run = CommandRun.of();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("java -jar gemba.jar COMMAND");
  }

  @Test
  void printsItsVersion() {
    CommandRun run = CommandRun.of("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines().get(0)).startsWith("gemba ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"record", "diff"})
  void saysThatACommandOfLaterIsNotAvailable(String command) {
    CommandRun run = CommandRun.of(command.split(" "));

    String name = command.split(" ")[0];
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("gemba " + name + ": not available in this version\n");
  }

  @Test
  void suggestsTheCommandThatWasProbablyMeant() {
    CommandRun run = CommandRun.of("reprot", "x");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("reprot", "report", "'gemba --help' says what is accepted");
  }

  @Test
  void namesTheUnknownOptionOfACommand() {
    CommandRun run = CommandRun.of("report", "x", "--jsno");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("gemba report: ", "--jsno", "'gemba report --help'");
  }

  @Test
  void saysWhichArgumentIsMissing() {
    CommandRun run = CommandRun.of("report");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("DIR|FILE");
  }
}
