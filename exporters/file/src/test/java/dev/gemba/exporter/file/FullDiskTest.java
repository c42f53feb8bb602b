package dev.gemba.exporter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 64 KB in memory; skipped where the user may not mount one. */
class FullDiskTest {

  private static final int LINE_BYTES = 10_000;

  @TempDir Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "gemba-test", disk.toString());
    assumeThat(mounted).as("this user may mount a small file system").isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void takesBackALineThatDoesNotFitAndGoesOnWhenThereIsRoom() throws Exception {
    // Leaves room for six lines and part of a seventh.
    try (JsonLinesFile file = new JsonLinesFile(disk, "metrics", 1 << 20, 2)) {
      file.open();
      for (int i = 0; i < 6; i++) {
        file.append(line('a'));
      }

      for (int i = 0; i < 3; i++) {
        assertThatIOException()
            .isThrownBy(() -> file.append(line('b')))
            .withMessageContaining("cannot write " + LINE_BYTES + " bytes to " + disk)
            .withMessageContaining("No space left on device");
        assertThat(metrics()).hasSize(6 * LINE_BYTES).doesNotContain("b");
      }

      assertThat(run("mount", "-o", "remount,size=128k", disk.toString())).isTrue();
      file.append(line('c'));
    }

    assertThat(metrics().lines())
        .hasSize(7)
        .allSatisfy(line -> assertThat(line).hasSize(LINE_BYTES - 1))
        .last()
        .asString()
        .startsWith("c");
  }

  @Test
  void opensOnAFullDiskAndWritesWhenThereIsRoom() throws Exception {
    Path filler = Files.write(disk.resolve("filler"), new byte[64 << 10]);

    try (JsonLinesFile file = new JsonLinesFile(disk, "metrics", 1 << 20, 2)) {
      file.open();
      assertThatIOException()
          .isThrownBy(() -> file.append(line('a')))
          .withMessageContaining("No space left on device");
      Files.delete(filler);
      file.append(line('b'));
    }

    assertThat(metrics()).hasSize(LINE_BYTES).startsWith("b");
  }

  @Test
  void saysThatADiskIsReadOnly() throws Exception {
    assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();

    try (JsonLinesFile file = new JsonLinesFile(disk, "metrics", 1 << 20, 2)) {
      assertThatIOException()
          .isThrownBy(file::open)
          .withMessageContaining("cannot write " + disk.resolve("metrics.jsonl"))
          .withMessageContaining("Read-only file system");
    }
    try (JsonLinesFile file = new JsonLinesFile(disk.resolve("gemba"), "metrics", 1 << 20, 2)) {
      assertThatIOException()
          .isThrownBy(file::open)
          .withMessageContaining("cannot make " + disk.resolve("gemba"))
          .withMessageContaining("Read-only file system");
    }
  }

  private String metrics() throws IOException {
    return Files.readString(disk.resolve("metrics.jsonl"));
  }

  private static byte[] line(char letter) {
    return (String.valueOf(letter).repeat(LINE_BYTES - 1) + "\n").getBytes(UTF_8);
  }

  private static boolean run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException ignored) {
      return false; // There is no such command on this system.
    }
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }
}
