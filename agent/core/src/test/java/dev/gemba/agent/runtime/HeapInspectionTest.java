package dev.gemba.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapInspectionTest {

  private static final int SEVERAL = 12_345;

  @TempDir private Path directory;

  private final HeapInspection inspection = new HeapInspection();

  private record Counted(int number) {}

  @Test
  void readsAHistogram() {
    ClassHistogram histogram =
        ClassHistogram.of(
            """
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         20311        2224024  [B (java.base@17.0.12)
               2:            10            240  [[Lcom.acme.Card;
               3:             4             96  com.acme.Board$Card
            Total         20325        2224360
            """);

    assertThat(histogram.rows())
        .containsExactly(
            new ClassHistogram.Row("byte[]", 20311, 2224024),
            new ClassHistogram.Row("com.acme.Card[][]", 10, 240),
            new ClassHistogram.Row("com.acme.Board$Card", 4, 96));
    assertThat(histogram.instances()).isEqualTo(20325);
    assertThat(histogram.bytes()).isEqualTo(2224360);
  }

  @Test
  void countsWhatIsAlive() throws Exception {
    Counted[] kept = new Counted[SEVERAL];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new Counted(i);
    }
    HeapInspection.Estimate first = inspection.estimate(HeapInspection.Kind.HISTOGRAM);
    HeapInspection.Counted counted = inspection.histogram();

    assertThat(first.seconds()).isPositive();
    assertThat(first.reckoned()).contains(" MB in use");
    assertThat(counted.histogram().rows())
        .filteredOn(row -> row.type().equals(Counted.class.getName()))
        .singleElement()
        .extracting(ClassHistogram.Row::instances)
        .isEqualTo((long) kept.length);
    assertThat(counted.cost().pauseSeconds()).isPositive();
    assertThat(counted.cost().pauseSeconds()).isLessThanOrEqualTo(counted.cost().seconds());
    assertThat(inspection.estimate(HeapInspection.Kind.HISTOGRAM).reckoned())
        .contains("at the pace of the last time");
    assertThat(kept[SEVERAL - 1].number()).isEqualTo(SEVERAL - 1);
  }

  @Test
  void aFullCollectionSaysHowFastTheHeapIs() {
    System.gc();

    assertThat(inspection.estimate(HeapInspection.Kind.DUMP).reckoned())
        .contains("the last full collection went through", "for the disk");
  }

  @Test
  void dumpsToANewFileOnly() throws Exception {
    Path file = directory.resolve("heap.hprof");
    HeapInspection.Dumped dumped = inspection.dump(file.toString());

    assertThat(Files.size(file)).isEqualTo(dumped.bytes()).isGreaterThan(1 << 20);
    assertThatThrownBy(() -> inspection.dump(file.toString()))
        .isInstanceOf(HeapInspection.Unavailable.class)
        .hasMessageContaining("is there already");
    assertThatThrownBy(() -> inspection.dump(directory.resolve("no/such.hprof").toString()))
        .isInstanceOf(HeapInspection.Unavailable.class);
  }
}
