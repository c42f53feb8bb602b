package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gemba.agent.config.PackReader;
import dev.gemba.agent.config.PackRole;
import dev.gemba.agent.config.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackCodeTest {

  private final PackCode code = new PackCode(type -> {}, () -> null);

  @AfterEach
  void leave() {
    code.leave();
  }

  @Test
  void whatPacksNameIsThere() throws Exception {
    List<Target> targets = targetsOfAllPacks();

    assertThat(targets).hasSizeGreaterThan(20);
    for (Target target : targets) {
      PackRole role = target.role();
      assertThat(code.enricher(role.enricher())).as(target.place()).isNotNull();
      assertThat(code.exchange(role.exchange()) == null)
          .as(target.place())
          .isEqualTo(role.exchange().isEmpty());
      assertThat(code.carrier(role.carrier()) == null)
          .as(target.place())
          .isEqualTo(role.carrier().isEmpty());
    }
  }

  @Test
  void anythingElseIsNot() {
    assertThat(code.enricher("jdbd")).isNull();
    assertThatIllegalArgumentException().isThrownBy(() -> code.exchange("jdbd"));
    assertThatIllegalArgumentException().isThrownBy(() -> code.carrier("jdbd"));
  }

  private static List<Target> targetsOfAllPacks() throws Exception {
    try (Stream<Path> files =
        Files.list(Path.of("src/main/resources/dev/gemba/agent/config/packs"))) {
      return PackReader.read(
          files.map(file -> file.getFileName().toString().replace(".yaml", "")).toList());
    }
  }
}
