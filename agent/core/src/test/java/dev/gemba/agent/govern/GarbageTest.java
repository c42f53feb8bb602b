package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What collecting Gemba's garbage costs, and where the numbers come from. */
class GarbageTest {

  @TempDir private Path tasks;

  @Test
  void sharesTheCollectorsCpuByWhatWasAllocated() {
    Garbage used = new Garbage(150, 2_000, 900, 0).since(new Garbage(50, 1_000, 400, 0));

    assertThat(used.ownNanos()).isCloseTo(50, within(1e-9));
    assertThat(new Garbage(7, 5, 10, 0).ownNanos()).as("never more than all").isEqualTo(10);
    assertThat(new Garbage(0, 0, 10, 0).ownNanos()).isZero();
  }

  @Test
  void sharesItByWhatSurvivedWhereThatIsMore() {
    assertThat(Garbage.heldPart(3_000, 4_000)).isEqualTo(0.75);
    assertThat(Garbage.heldPart(9_000, 4_000)).isEqualTo(1);
    assertThat(Garbage.heldPart(9_000, 0)).isEqualTo(1);
    assertThat(Garbage.heldPart(0, 0)).isZero();
    assertThat(Garbage.heldPart(9_000, -1)).as("unknown").isZero();

    Garbage used = new Garbage(100, 1_000, 500, 0.75).since(new Garbage(0, 0, 0, 0.25));

    assertThat(used.ownNanos()).isCloseTo(250, within(1e-9));
  }

  @Test
  void readsWhatSurvivedInThisJvm() {
    System.gc();
    assertThat(new Survivors(ManagementFactory::getMemoryPoolMXBeans).getAsLong()).isNotNegative();
    assertThat(new Survivors(List::of).getAsLong()).isNegative();
  }

  @Test
  void saysThatItDoesNotKnow() {
    assertThat(Garbage.UNKNOWN.ownNanos()).isNaN();
    assertThat(new Garbage(1, -1, 5, 0).since(new Garbage(0, -1, 0, 0)).ownNanos()).isNaN();
  }

  @Test
  void readsTheThreadsThatCollectAsLinuxShowsThem() throws Exception {
    thread(1, "java", 1_000_000);
    thread(2, "GC Thread#0", 500);
    thread(3, "G1 Conc#0", 70);
    thread(4, "GCommerce-1", 9_000);
    CollectorThreads threads = new CollectorThreads(tasks.toString());
    assertThat(threads.areThere()).isTrue();
    assertThat(threads.getAsLong()).as("since it was first asked").isZero();

    thread(1, "java", 2_000_000);
    thread(2, "GC Thread#0", 800);
    thread(3, "G1 Conc#0", 75);
    assertThat(threads.getAsLong()).isEqualTo(305);

    Files.delete(tasks.resolve("3/schedstat"));
    thread(2, "GC Thread#0", 900);
    assertThat(threads.getAsLong()).as("keeps what an ended thread had").isEqualTo(405);
  }

  @Test
  void findsThreadsThatComeLater() throws Exception {
    thread(2, "GC Thread#0", 0);
    CollectorThreads threads = new CollectorThreads(tasks.toString());
    thread(5, "GC Thread#1", 100);
    for (int i = 0; i < 60; i++) {
      threads.getAsLong();
    }
    thread(5, "GC Thread#1", 160);

    assertThat(threads.getAsLong()).isEqualTo(60);
  }

  @Test
  void isNotThereWhereThereIsNoSuchFolder() {
    assertThat(new CollectorThreads(tasks.resolve("none").toString()).areThere()).isFalse();
  }

  @Test
  void addsUpPartsUnderTheirNames() {
    Map<String, Double> parts =
        Parts.of(
            new ByLevel(1e9, 0, 2e9, 0),
            new ByLevel(3, 7, 50, 70),
            0.75,
            0.375,
            Map.of(
                "gemba-collector", 1.0,
                "gemba-export-otlp", 2.0,
                "gemba-otlp", 0.5,
                "gemba-control-client", 0.25,
                "gemba-prometheus", 4.0,
                "gemba-zipkin", 16.0,
                "gemba-kafka", 32.0,
                "gemba-shutdown", 8.0),
            0.125,
            0.0625);

    assertThat(parts)
        .containsEntry("calls:count", 3.0)
        .containsEntry("calls:timing", 100.0)
        .containsEntry("calls:span", 0.0)
        .containsEntry("values", 0.75)
        .containsEntry("collector", 1.0)
        .containsEntry("exporter:otlp", 2.5)
        .containsEntry("exporter:prometheus", 4.0)
        .containsEntry("exporter:zipkin", 16.0)
        .containsEntry("exporter:kafka", 32.0)
        .containsEntry("control", 0.25)
        .containsEntry("cold", 0.375)
        .containsEntry("other", 8.0)
        .containsEntry("samples", 0.0625)
        .containsEntry("gc", 0.125);
    assertThat(Parts.of(ByLevel.ZERO, ByLevel.ZERO, 0, 0, Map.of(), Double.NaN, 0))
        .doesNotContainKey("gc");
  }

  @Test
  void keepsTheLowestPriceEverAndTheSpreadOfTheLastOnes() {
    PriceHistory history = new PriceHistory();
    history.add(new ByLevel(9, 90, 900, 9_000));
    history.add(new ByLevel(1, 4, 50, 70));
    for (int i = 0; i < 8; i++) {
      history.add(new ByLevel(2 + i, 6 + i, 60 + i, 80 + i));
    }

    assertThat(history.prices().lowest()).isEqualTo(new ByLevel(1, 4, 50, 70));
    assertThat(history.prices().median()).isEqualTo(new ByLevel(6, 10, 64, 84));
    assertThat(history.prices().highest()).isEqualTo(new ByLevel(9, 13, 67, 87));
  }

  private void thread(int id, String name, long nanos) throws Exception {
    Path thread = Files.createDirectories(tasks.resolve("" + id));
    Files.writeString(thread.resolve("comm"), name + "\n");
    Files.writeString(thread.resolve("schedstat"), nanos + " 12 34\n");
  }
}
