package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

  @TempDir private Path directory;

  @BeforeEach
  void needsBash() {
    assumeThat(List.of(Path.of("/bin/bash"), Path.of("/usr/bin/bash")))
        .as("no bash on this machine")
        .anyMatch(Files::isExecutable);
  }

  @Test
  void isAScriptThatBashAccepts() throws Exception {
    assertThat(bash("-n", script().toString())).isEmpty();
  }

  @Test
  void completesCommands() throws Exception {
    assertThat(complete("gemba", "re").lines())
        .contains("report", "reload")
        .doesNotContain("check");
  }

  @Test
  void completesOptionsOfACommand() throws Exception {
    assertThat(complete("gemba", "report", "--").lines()).contains("--json", "--html", "--wide");
  }

  @Test
  void namesNoPlaceOfTheMachineThatMadeIt() {
    CommandRun run = CommandRun.of("generate-completion");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .doesNotContain(System.getProperty("user.dir"), System.getProperty("java.home"), "\r");
  }

  private Path script() throws IOException {
    return Files.writeString(
        directory.resolve("completion"), CommandRun.of("generate-completion").out());
  }

  /** Asks as bash does on a tab: the function that is registered for the command, by its words. */
  private String complete(String... words) throws Exception {
    String ask =
        """
        source '%s'
        function=$(complete -p gemba | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        COMP_WORDS=(%s)
        COMP_CWORD=%d
        COMP_LINE='%s'
        COMP_POINT=${#COMP_LINE}
        "$function" gemba "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(
                script(), String.join(" ", words), words.length - 1, String.join(" ", words));
    return bash("--norc", "-c", ask);
  }

  private static String bash(String... arguments) throws Exception {
    ProcessBuilder bash = new ProcessBuilder("bash").redirectErrorStream(true);
    bash.command().addAll(List.of(arguments));
    Process process = bash.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
