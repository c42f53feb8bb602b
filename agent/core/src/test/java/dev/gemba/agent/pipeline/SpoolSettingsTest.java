package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gemba.api.export.ExporterOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpoolSettingsTest {

  private static Optional<SpoolSettings> read(Map<String, String> values) {
    return SpoolSettings.read("otlp", new ExporterOptions(values, warning -> {}));
  }

  @Test
  void isOffUnlessThereIsADirectory() {
    assertThat(read(Map.of())).isEmpty();
    assertThat(read(Map.of("spool.directory", " "))).isEmpty();
  }

  @Test
  void givesEachExporterAFolderOfItsOwn() {
    assertThat(read(Map.of("spool.directory", "/var/spool/gemba")))
        .contains(new SpoolSettings(Path.of("/var/spool/gemba/otlp").toAbsolutePath(), 64 << 20));
    assertThat(read(Map.of("spool.directory", "x", "spool.size", "8mb")))
        .contains(new SpoolSettings(Path.of("x/otlp").toAbsolutePath(), 8 << 20));
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("spool.directory", "x", "spool.size", "1mb")))
        .withMessage("spool.size: found '1mb', accepted is 8mb or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("spool.directory", "x", "spool.size", "much")))
        .withMessageStartingWith("spool.size: found 'much'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("spool.size", "8mb")))
        .withMessageContaining("without spool.directory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("spool.directory", "a\0b")))
        .withMessageStartingWith("spool.directory: found");
  }
}
