package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An application sees nothing of Gemba but what lies under {@code dev.gemba}: no library, no
 * service, no resource.
 */
class VisibleEntriesIT {

  private static final long MOST_BYTES = 25L << 20;

  /**
   * Ours; what only our own loader looks into, under names that no class or service lookup uses;
   * the jar's papers.
   */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "dev/|dev/gemba/.*|isolated/.*|META-INF/|META-INF/MANIFEST\\.MF|META-INF/(LICENSE|NOTICE)[^/]*");

  private static List<String> entries;

  @BeforeAll
  static void list() throws IOException {
    try (ZipFile jar = new ZipFile(Jars.gemba().toFile());
        Stream<? extends ZipEntry> all = jar.stream()) {
      entries = all.map(ZipEntry::getName).toList();
    }
  }

  @Test
  void allClassesAreUnderDevGemba() {
    assertThat(entries)
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("dev/gemba/"));
  }

  @Test
  void nothingElseIsWhereAnApplicationWouldLook() {
    assertThat(entries).allMatch(name -> ALLOWED.matcher(name).matches());
  }

  @Test
  void noServiceIsOfferedToTheApplication() {
    assertThat(entries)
        .noneMatch(
            name -> name.startsWith("META-INF/services") || name.startsWith("META-INF/versions"));
    assertThat(entries).doesNotContain("module-info.class");
  }

  @Test
  void nothingIsThereTwice() {
    assertThat(entries).doesNotHaveDuplicates();
  }

  @Test
  void theJarIsSmall() throws IOException {
    assertThat(Files.size(Jars.gemba())).isLessThanOrEqualTo(MOST_BYTES);
  }
}
