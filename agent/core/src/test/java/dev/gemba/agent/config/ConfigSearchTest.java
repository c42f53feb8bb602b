package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file is the config. */
class ConfigSearchTest {

  private static Given four() {
    return Given.nothing()
        .file("argument.yaml", "service: argument")
        .file("property.yaml", "service: property")
        .file("variable.yaml", "service: variable")
        .file("gemba.yaml", "service: directory");
  }

  @Test
  void goesFromArgumentToPropertyToVariableToDirectory() {
    Given given = four();
    assertThat(given.config().service()).isEqualTo("directory");
    given.variable("GEMBA_CONFIG", "variable.yaml");
    assertThat(given.config().service()).isEqualTo("variable");
    given.property("gemba.config", "property.yaml");
    assertThat(given.config().service()).isEqualTo("property");
    given.argument("argument.yaml");
    assertThat(given.config().service()).isEqualTo("argument");
    assertThat(given.problems()).isEmpty();
  }

  @Test
  void endsAtTheBuiltInDefaultsInSilence() {
    LoadedConfig loaded = Given.nothing().argument(" ").load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.origin()).isEqualTo("built-in defaults");
    assertThat(loaded.file()).isNull();
    AgentConfig config = loaded.config();
    assertThat(config.enabled()).isTrue();
    assertThat(config.service()).isEqualTo("unknown_service:java");
    assertThat(config.targets()).extracting(Target::place).containsExactly("built-in defaults");
    assertThat(config.exporters()).isEmpty();
    assertThat(config.sampling().keepRatio()).isEqualTo(0.01);
  }

  @Test
  void resolvesARelativePathAndNamesItAsTheUserDid() {
    LoadedConfig loaded =
        Given.nothing().file("conf/a.yaml", "x: 1").argument("conf/a.yaml").load();

    assertThat(loaded.origin()).isEqualTo("conf/a.yaml");
    assertThat(loaded.file()).isEqualTo(new File("/work-directory/conf/a.yaml"));
    assertThat(loaded.problems().get(0).file()).isEqualTo("conf/a.yaml");
  }

  @Test
  void weavesNothingWhenTheNamedFileIsNoGood() {
    assertNothingWoven(
        four().argument("missing.yaml"),
        "missing.yaml: found no such file, accepted is a readable YAML file");
    assertNothingWoven(
        four().property("gemba.config", "conf.d"),
        "conf.d: found a directory, accepted is a readable YAML file");
    assertNothingWoven(
        four().file("secret.yaml", "").variable("GEMBA_CONFIG", "secret.yaml"),
        "secret.yaml: found a file that cannot be read (Permission denied), accepted is a readable"
            + " YAML file");
  }

  @Test
  void readsTheRealFileSystem(@TempDir File directory) throws IOException {
    File file = new File(directory, "gemba.yaml");
    try (Writer out = new FileWriter(file, StandardCharsets.UTF_8)) {
      out.write("\uFEFFservice: größer\n");
    }
    ConfigSources sources =
        new ConfigSources(null, Map.of(), Map.of(), directory, ConfigFiles.real());

    LoadedConfig found = ConfigLoader.load(sources, Given.EXPORTERS);
    assertThat(found.problems()).isEmpty();
    assertThat(found.config().service()).isEqualTo("größer");
    assertThat(found.file()).isEqualTo(file);

    LoadedConfig named = ConfigLoader.load(ConfigSources.ofFile(file.getPath()), Given.EXPORTERS);
    assertThat(named.config().service()).isEqualTo("größer");
    LoadedConfig none =
        ConfigLoader.load(ConfigSources.ofProcess(directory.getPath()), Given.EXPORTERS);
    assertThat(none.problems().get(0).found()).isEqualTo("a directory");
  }

  private static void assertNothingWoven(Given given, String problem) {
    assertThat(given.problems()).containsExactly(problem);
    assertThat(given.config().targets()).isEmpty();
    assertThat(given.config().exporters()).isEmpty();
  }
}
