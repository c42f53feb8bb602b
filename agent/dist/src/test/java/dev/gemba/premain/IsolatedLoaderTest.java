package dev.gemba.premain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolatedLoaderTest {

  private static final String SAMPLE = "dev.gemba.premain.IsolatedLoaderTest$Sample";

  /** Loaded once by the test's loader, and once from the jar. */
  static final class Sample {}

  @TempDir private Path directory;

  private Path jar() throws Exception {
    Path jar = directory.resolve("isolated.jar");
    String file = SAMPLE.replace('.', '/');
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
        InputStream bytes = Sample.class.getClassLoader().getResourceAsStream(file + ".class")) {
      out.putNextEntry(new ZipEntry("isolated/index"));
      out.write("isolated/sample/\n".getBytes(StandardCharsets.US_ASCII));
      out.putNextEntry(new ZipEntry("isolated/sample/" + file + ".classdata"));
      bytes.transferTo(out);
    }
    return jar;
  }

  @Test
  void aClassThatWasDefinedMeanwhileIsThatOne() throws Exception {
    try (IsolatedLoader loader =
        new IsolatedLoader(jar().toFile(), ClassLoader.getPlatformClassLoader())) {
      Class<?> first = loader.loadClass(SAMPLE);

      assertThat(first).isNotSameAs(Sample.class);
      assertThat(loader.findClass(SAMPLE)).isSameAs(first);
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(() -> loader.findClass("dev.gemba.premain.None"));
    }
  }
}
