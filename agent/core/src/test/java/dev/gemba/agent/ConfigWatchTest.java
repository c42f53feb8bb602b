package dev.gemba.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

  @TempDir private Path directory;
  private Path path;
  private File file;
  private final ConfigWatch watch = new ConfigWatch();
  private long seconds = 1_000;

  @BeforeEach
  void write() throws IOException {
    path = directory.resolve("gemba.yaml");
    file = path.toFile();
    write("targets: []");
    watch.begin(file);
  }

  private void write(String text) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.fromMillis(++seconds * 1000));
  }

  @Test
  void fileThatStaysIsNoChange() {
    assertThat(watch.hasChanged(file)).isFalse();
    assertThat(watch.hasChanged(file)).isFalse();
  }

  @Test
  void changeIsToldOnceAndNotBeforeTheFileHasKeptStill() throws IOException {
    write("targets: [");
    assertThat(watch.hasChanged(file)).isFalse();
    write("targets: []  ");
    assertThat(watch.hasChanged(file)).isFalse();

    assertThat(watch.hasChanged(file)).isTrue();
    assertThat(watch.hasChanged(file)).isFalse();
  }

  @Test
  void fileThatIsGoneIsNoChangeUntilItIsThereAgain() throws IOException {
    Files.delete(path);
    assertThat(watch.hasChanged(file)).isFalse();
    assertThat(watch.hasChanged(file)).isFalse();

    write("targets: [ ]");
    assertThat(watch.hasChanged(file)).isFalse();
    assertThat(watch.hasChanged(file)).isTrue();
  }

  @Test
  void fileThatComesBackAsItWasIsNoChange() throws IOException {
    FileTime time = Files.getLastModifiedTime(path);
    Files.delete(path);
    watch.hasChanged(file);
    Files.writeString(path, "targets: []");
    Files.setLastModifiedTime(path, time);

    watch.hasChanged(file);
    assertThat(watch.hasChanged(file)).isFalse();
  }

  @Test
  void watchesNothingWithoutAFile() {
    watch.begin(null);

    assertThat(watch.hasChanged(null)).isFalse();
  }
}
