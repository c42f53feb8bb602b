package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code CONFIG.md} lists the keys that exist, each once, and its examples work. */
class ConfigReferenceTest {

  @Test
  void listsTheKnownKeysAndNoOthers() throws IOException {
    List<String> listed = new ArrayList<>();
    for (String line : reference().split("\n")) {
      if (line.startsWith("| `")) {
        listed.add(line.substring(3, line.indexOf('`', 3)));
      }
    }
    List<String> known = new ArrayList<>();
    for (String path : Schema.root(Map.of()).paths()) {
      if (!path.startsWith("exporters.")) {
        known.add(path.replace("[0]", "[]"));
      }
    }
    known.add("exporters.<name>");

    assertThat(listed).containsExactlyElementsOf(known);
  }

  @Test
  void showsExamplesWithoutErrors() throws IOException {
    String[] parts = reference().split("```yaml\n");

    assertThat(parts.length).isGreaterThan(1);
    for (int i = 1; i < parts.length; i++) {
      String example = parts[i].substring(0, parts[i].indexOf("```"));
      assertThat(Given.yaml(example).load().hasErrors()).as(example).isFalse();
    }
  }

  private static String reference() throws IOException {
    try (InputStream in = new FileInputStream(new File("CONFIG.md"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
