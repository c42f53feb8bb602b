package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  private static final long MB = 1 << 20;

  @TempDir private Path directory;

  private final Map<Loss, Integer> losses = new EnumMap<>(Loss.class);

  private Spool open(Path where, long bytes) throws IOException {
    return Spool.open(where, bytes, (loss, spans) -> losses.merge(loss, spans, Integer::sum));
  }

  private Spool open() throws IOException {
    return open(directory.resolve("spool"), 8 * MB);
  }

  private static void append(Spool spool, Snapshot snapshot) throws IOException {
    for (int from = 0; from < snapshot.spans().size(); ) {
      from += spool.append(snapshot, from);
    }
  }

  /** Names of all spans that are left, each record of which is then done with. */
  private static List<String> drain(Spool spool) throws IOException {
    List<String> names = new ArrayList<>();
    for (Snapshot first = spool.first(); first != null; first = spool.first()) {
      first.spans().stream().map(Span::name).forEach(names::add);
      spool.done();
    }
    return names;
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("spool"))) {
      return all.filter(path -> path.toString().endsWith(".spool")).sorted().toList();
    }
  }

  @Test
  void givesBackInOrderWhatItWasGivenAndLeavesNoFileBehind() throws IOException {
    try (Spool spool = open()) {
      assertThat(spool.isEmpty()).isTrue();
      append(spool, Samples.at(1, "a", "b"));
      append(spool, Samples.at(2, "c"));

      assertThat(spool.spans()).isEqualTo(3);
      Snapshot first = spool.first();
      assertThat(first.metrics()).isEmpty();
      assertThat(first.resource()).isEqualTo(Samples.RESOURCE);
      assertThat(first.time()).isEqualTo(Samples.at(1).time());
      assertThat(spool.first()).as("stays until it is done with").isEqualTo(first);
      assertThat(drain(spool)).containsExactly("a", "b", "c");
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.spans()).isZero();
    }
    assertThat(segments()).isEmpty();
    assertThat(losses).isEmpty();
  }

  @Test
  void goesOnAfterARestartWhereItHasEnded() throws IOException {
    try (Spool spool = open()) {
      append(spool, Samples.at(1, "a"));
      append(spool, Samples.at(2, "b"));
      append(spool, Samples.at(3, "c"));
      spool.done();
    }
    try (Spool spool = open()) {
      assertThat(spool.spans()).isEqualTo(2);
      append(spool, Samples.at(4, "d"));
    }
    try (Spool spool = open()) {
      assertThat(spool.torn()).isZero();
      assertThat(drain(spool)).containsExactly("b", "c", "d");
    }
    assertThat(segments()).isEmpty();
  }

  @Test
  void isOfOneProcess() throws IOException {
    try (Spool spool = open()) {
      assertThat(spool.isEmpty()).isTrue();
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessage(
              directory.resolve("spool")
                  + " is in use by another process; set spool.directory to one for this process");
    }
    open().close();
  }

  @Test
  void staysWithinItsSizeAndCountsTheOldestWhichHaveToGo() throws IOException {
    Path where = directory.resolve("spool");
    int recorded = 0;
    try (Spool spool = open(where, 8 * MB)) {
      for (int second = 0; second < 100; second++) {
        append(spool, Samples.at(second, 1_000));
        recorded += 1_000;
        long size = 0;
        for (Path segment : segments()) {
          size += Files.size(segment);
        }
        assertThat(size).isLessThanOrEqualTo(8 * MB);
        assertThat(spool.spans() + losses.getOrDefault(Loss.SPOOL_FULL, 0)).isEqualTo(recorded);
      }
      assertThat(losses.get(Loss.SPOOL_FULL)).isPositive();
      List<String> left = drain(spool);
      assertThat(left).hasSize(recorded - losses.get(Loss.SPOOL_FULL));
      assertThat(left.get(left.size() - 1)).as("the newest").isEqualTo("99-999");
    }
  }

  @Test
  void passesOverWhatAKillHasCutOff() throws IOException {
    try (Spool spool = open()) {
      append(spool, Samples.at(1, "a", "b"));
      append(spool, Samples.at(2, "c", "d", "e"));
    }
    Path segment = segments().get(0);
    long whole = Files.size(segment);
    for (long cut = 1; cut < 20; cut++) {
      try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
        file.setLength(whole - cut);
      }
      try (Spool spool = open()) {
        assertThat(spool.torn()).isEqualTo(3);
        assertThat(spool.spans()).isEqualTo(2);
        assertThat(spool.first().spans()).hasSize(2);
      }
    }
  }

  @Test
  void passesOverAHeaderThatIsCutOff() throws IOException {
    try (Spool spool = open()) {
      append(spool, Samples.at(1, "a"));
    }
    Files.write(segments().get(0), new byte[] {'G', 0, 0}, StandardOpenOption.APPEND);

    try (Spool spool = open()) {
      assertThat(spool.torn()).isEqualTo(1);
      append(spool, Samples.at(2, "b"));
      assertThat(drain(spool)).containsExactly("a", "b");
    }
  }

  @Test
  void passesOverWhatTheDiskHasChangedAndCountsIt() throws IOException {
    try (Spool spool = open()) {
      append(spool, Samples.at(1, "a", "b"));
      append(spool, Samples.at(2, "c"));
    }
    try (RandomAccessFile file = new RandomAccessFile(segments().get(0).toFile(), "rw")) {
      file.seek(40);
      int was = file.read();
      file.seek(40);
      file.write(was ^ 1);
    }
    try (Spool spool = open()) {
      assertThat(drain(spool)).containsExactly("c");
    }
    assertThat(losses).isEqualTo(Map.of(Loss.SPOOL_UNREADABLE, 2));
  }

  @Test
  void passesOverAFileThatIsNoneOfIts() throws IOException {
    open().close();
    Files.writeString(directory.resolve("spool/0000000000000001.spool"), "not a spool at all");
    Files.createFile(directory.resolve("spool/0000000000000002.spool"));

    try (Spool spool = open()) {
      assertThat(spool.torn()).isEqualTo(1);
      assertThat(spool.isEmpty()).isTrue();
      append(spool, Samples.at(1, "a"));
      assertThat(drain(spool)).containsExactly("a");
    }
    assertThat(segments()).isEmpty();
  }

  @Test
  void isForItsOwnersEyesOnly() throws IOException {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    try (Spool spool = open()) {
      append(spool, Samples.at(1, "a"));
    }
    Path where = directory.resolve("spool");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(where)))
        .isEqualTo("rwx------");
    for (Path file : List.of(segments().get(0), where.resolve("lock"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void saysWhatIsWrongWithItsDirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> open(file, 8 * MB)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> open(file.resolve("below"), 8 * MB)).isInstanceOf(IOException.class);
  }
}
