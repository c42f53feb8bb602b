package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigCheckTest {

  @TempDir private Path directory;

  @Test
  void acceptsWhatTheAgentAccepts() throws IOException {
    CommandRun run =
        check(
            """
            service: shop
            targets:
              - methods: com.acme.Shop.buy(..)
            exporters:
              file: { directory: ./gemba, interval: 1s }
            """);

    assertThat(run.out()).endsWith(": no problems\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void namesLineKeyAndNearestKnownName() throws IOException {
    CommandRun run =
        check(
            """
            service: shop
            exporters:
              file: { directori: ./gemba }
            """);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("error: ")
        .contains("gemba.yaml:3: ", "directori", "did you mean directory?");
  }

  private CommandRun check(String config) throws IOException {
    Path file = Files.writeString(directory.resolve("gemba.yaml"), config);
    return CommandRun.of("check", file.toString());
  }
}
