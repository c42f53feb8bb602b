package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompanionsTest {

  private final Companions<String> companions = new Companions<>();

  /** Equal to every other one. */
  private record Alike() {}

  @Test
  void tellsObjectsApartThatAreEqual() {
    Alike one = new Alike();
    Alike other = new Alike();
    companions.put(one, "one");

    assertThat(companions.of(one)).isEqualTo("one");
    assertThat(companions.of(other)).isNull();
    companions.put(one, "another");
    assertThat(companions.of(one)).isEqualTo("another");
    assertThat(companions.size()).isEqualTo(1);
  }

  @Test
  void forgetsWhatIsTaken() {
    Alike one = new Alike();
    companions.put(one, "one");
    companions.put(new Alike(), "other");

    assertThat(companions.take(one)).isEqualTo("one");
    assertThat(companions.take(one)).isNull();
    assertThat(companions.size()).isEqualTo(1);
  }

  @Test
  void forgetsWhatHasGone() throws InterruptedException {
    Object stays = new Object();
    companions.put(stays, "stays");
    for (int i = 0; i < 1_000; i++) {
      companions.put(new Object(), "goes");
    }

    // Whether and when the garbage collector clears references is its own affair.
    for (int i = 0; i < 100 && companions.size() > 1; i++) {
      System.gc();
      Thread.sleep(10);
      companions.sweep();
    }

    assertThat(companions.size()).isEqualTo(1);
    assertThat(companions.of(stays)).isEqualTo("stays");
  }

  @Test
  void takesNoMoreThanItsBound() {
    Object[] kept = new Object[Companions.MOST + 10];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new Object();
      companions.put(kept[i], "x");
    }

    assertThat(companions.size()).isEqualTo(Companions.MOST);
    assertThat(companions.of(kept[kept.length - 1])).isNull();
    assertThat(List.of(kept)).hasSize(Companions.MOST + 10);
  }
}
