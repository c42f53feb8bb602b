package dev.gemba.exporter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesFileTest {

  @TempDir Path directory;

  @Test
  void movesAFileAsideBeforeItOutgrowsItsLimit() throws IOException {
    try (JsonLinesFile file = opened(20, 5)) {
      append(file, "1--------", "2--------", "3--------", "4--------", "5--------");
    }

    assertThat(lines("metrics-000001.jsonl")).containsExactly("1--------", "2--------");
    assertThat(lines("metrics-000002.jsonl")).containsExactly("3--------", "4--------");
    assertThat(lines("metrics.jsonl")).containsExactly("5--------");
  }

  @Test
  void removesTheOldestFiles() throws IOException {
    try (JsonLinesFile file = opened(1, 3)) {
      append(file, "1", "2", "3", "4", "5", "6");
    }

    assertThat(names())
        .containsExactly("metrics-000004.jsonl", "metrics-000005.jsonl", "metrics.jsonl");
    assertThat(lines("metrics-000004.jsonl")).containsExactly("4");
    assertThat(lines("metrics.jsonl")).containsExactly("6");
  }

  @Test
  void keepsNothingButTheFileBeingWrittenIfThatIsTheLimit() throws IOException {
    try (JsonLinesFile file = opened(1, 1)) {
      append(file, "1", "2", "3");
    }

    assertThat(names()).containsExactly("metrics.jsonl");
    assertThat(lines("metrics.jsonl")).containsExactly("3");
  }

  @Test
  void goesOnCountingAfterARestartAndTouchesNoOtherFile() throws IOException {
    for (String other :
        List.of("metrics-old.jsonl", "metrics-1.jsonl", "traces-000009.jsonl", "metrics-000009")) {
      Files.writeString(directory.resolve(other), other, UTF_8);
    }
    Files.writeString(directory.resolve("metrics-999999.jsonl"), "a\n", UTF_8);

    for (String line : List.of("b", "c", "d")) {
      try (JsonLinesFile file = opened(1, 3)) {
        append(file, line);
      }
    }

    assertThat(names())
        .containsExactly(
            "metrics-000009",
            "metrics-1.jsonl",
            "metrics-1000000.jsonl",
            "metrics-1000001.jsonl",
            "metrics-old.jsonl",
            "metrics.jsonl",
            "traces-000009.jsonl");
    assertThat(lines("metrics-1000000.jsonl")).containsExactly("b");
    assertThat(lines("metrics-1000001.jsonl")).containsExactly("c");
    assertThat(lines("metrics.jsonl")).containsExactly("d");
  }

  @Test
  void startsOnANewLineIfTheLastOneWasCutOff() throws IOException {
    Files.writeString(directory.resolve("metrics.jsonl"), "{\"whole\":1}\n{\"cut", UTF_8);

    try (JsonLinesFile file = opened(1000, 2)) {
      append(file, "{\"next\":1}", "{\"after\":1}");
    }

    assertThat(lines("metrics.jsonl"))
        .containsExactly("{\"whole\":1}", "{\"cut", "{\"next\":1}", "{\"after\":1}");
  }

  @Test
  void startsAgainIfTheFileIsTakenAway() throws IOException {
    try (JsonLinesFile file = opened(1000, 2)) {
      append(file, "1");
      Files.move(directory.resolve("metrics.jsonl"), directory.resolve("elsewhere"));
      append(file, "2");
      Files.delete(directory.resolve("elsewhere"));
      Files.delete(directory.resolve("metrics.jsonl"));
      Files.writeString(directory.resolve("metrics.jsonl"), "theirs\n", UTF_8);
      append(file, "3");
    }

    assertThat(lines("metrics.jsonl")).containsExactly("theirs", "3");
  }

  @Test
  void leavesNoHoleIfTheFileIsEmptied() throws IOException {
    try (JsonLinesFile file = opened(1000, 2)) {
      append(file, "1--------");
      Files.writeString(directory.resolve("metrics.jsonl"), "", UTF_8);
      append(file, "2");
    }

    assertThat(lines("metrics.jsonl")).containsExactly("2");
  }

  @Test
  void saysWhyItCannotWriteAndRecoversWhenItCan() throws IOException {
    Path full = Path.of("/dev/full");
    assumeThat(full).as("a device that is always full").exists();
    Path path = Files.createSymbolicLink(directory.resolve("metrics.jsonl"), full);

    try (JsonLinesFile file = opened(1000, 2)) {
      assertThatIOException()
          .isThrownBy(() -> append(file, "1"))
          .withMessage("cannot write 2 bytes to " + path + ": No space left on device");
      assertThatIOException()
          .isThrownBy(() -> append(file, "1"))
          .withMessageContaining("cannot cut " + path + " back to its last whole line");
      Files.delete(path);
      append(file, "2");
    }

    assertThat(lines("metrics.jsonl")).containsExactly("2");
  }

  private JsonLinesFile opened(long maxBytes, int maxFiles) throws IOException {
    JsonLinesFile file = new JsonLinesFile(directory, "metrics", maxBytes, maxFiles);
    file.open();
    return file;
  }

  private static void append(JsonLinesFile file, String... lines) throws IOException {
    for (String line : lines) {
      file.append((line + "\n").getBytes(UTF_8));
    }
  }

  private List<String> lines(String name) throws IOException {
    String text = Files.readString(directory.resolve(name));
    assertThat(text).endsWith("\n");
    return text.lines().toList();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
