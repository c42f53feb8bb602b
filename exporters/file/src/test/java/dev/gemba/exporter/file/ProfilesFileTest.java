package dev.gemba.exporter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesFileTest {

  private static final Duration DAY = Duration.ofDays(1);
  private final Instant now = Instant.now();

  @TempDir Path directory;

  @Test
  void keepsAllFilesTogetherUnderTheirSize() throws IOException {
    try (ProfilesFile file = new ProfilesFile(directory, 800, DAY)) {
      for (int i = 0; i < 100; i++) {
        file.append(line(i), now);
      }
    }

    long all = 0;
    for (Path path : files()) {
      all += Files.size(path);
    }
    assertThat(all).isBetween(500L, 800L);
    assertThat(directory.resolve("profiles.jsonl")).content().endsWith(text(99) + "\n");
  }

  @Test
  void removesWhatIsTooOld() throws IOException {
    try (ProfilesFile file = new ProfilesFile(directory, 1 << 20, DAY)) {
      for (int hour = 0; hour <= 48; hour++) {
        file.append(line(hour), now.plus(Duration.ofHours(hour)));
        // The files' times are the system's, which stand still meanwhile.
        Files.setLastModifiedTime(
            directory.resolve("profiles.jsonl"), FileTime.from(now.plus(Duration.ofHours(hour))));
      }
    }

    assertThat(files()).hasSize(8);
    assertThat(files().stream().map(ProfilesFileTest::read))
        .anyMatch(text -> text.contains(text(48)))
        .anyMatch(text -> text.contains(text(27)))
        .noneMatch(text -> text.contains(text(20)));
  }

  @Test
  void removesWhatAnEarlierRunLeftLongAgo() throws IOException {
    Path left = Files.writeString(directory.resolve("profiles-000004.jsonl"), "{}\n", UTF_8);
    Files.setLastModifiedTime(left, FileTime.from(now.minus(DAY.multipliedBy(3))));

    try (ProfilesFile file = new ProfilesFile(directory, 1 << 20, DAY)) {
      file.append(line(1), now);
      file.append(line(2), now.plus(Duration.ofHours(4)));
    }

    assertThat(left).doesNotExist();
    assertThat(files()).hasSize(2);
  }

  @Test
  void goesOnWhenItsFileWasTakenAway() throws IOException {
    try (ProfilesFile file = new ProfilesFile(directory, 1 << 20, DAY)) {
      file.append(line(1), now);
      Files.delete(directory.resolve("profiles.jsonl"));
      file.append(line(2), now.plus(DAY));
    }

    assertThat(directory.resolve("profiles.jsonl")).hasContent(text(2));
  }

  private static byte[] line(int number) {
    return (text(number) + "\n").getBytes(UTF_8);
  }

  private static String text(int number) {
    return "{\"line\":%09d,\"rest\":\"........\"}".formatted(number);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("a file that is there cannot be read", e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
