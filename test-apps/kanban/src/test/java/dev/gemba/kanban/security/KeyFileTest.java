package dev.gemba.kanban.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path directory;

  @Test
  void readsBackWhatItWroteForItsOwnerOnly() throws IOException {
    Path file = directory.resolve("keys.yaml");
    ApiKeys keys = ApiKeys.random(new SecureRandom());

    KeyFile.create(file, keys);

    assertThat(KeyFile.read(file).all()).hasSize(3).isEqualTo(keys.all());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void overwritesNoKeys() throws IOException {
    Path file = Files.writeString(directory.resolve("keys.yaml"), "keys: []\n");

    assertThatThrownBy(() -> KeyFile.create(file, ApiKeys.demo()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("keys: []\n");
  }
}
