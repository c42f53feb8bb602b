package dev.gemba.cli.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeakRankingTest {

  private static final long SECOND = 1_000_000_000;
  private static final long START = 1_000 * SECOND;
  private static final long LAST_COLLECTION = START + 100 * SECOND;

  private final List<LeakSample> samples = new ArrayList<>();

  private void alive(String type, int second, String... stack) {
    samples.add(new LeakSample(type, START + second * SECOND, 1 << 20, List.of(stack), List.of()));
  }

  private LeakRanking ranking() {
    return LeakRanking.of(
        new LeakSamples(samples, LAST_COLLECTION),
        START,
        Map.of("com/acme/Board.load", "board.load", "com/acme/Web.get", "GET /"));
  }

  @Test
  void survivorsOfAllAgesGoBeforeManyOfOneAge() {
    for (int i = 0; i < 60; i++) {
      alive("com.acme.Cached", 1, "com.acme.Cache.fill");
      alive("com.acme.Request", 98, "com.acme.Web.get");
    }
    for (int i = 0; i < 20; i++) {
      alive("com.acme.Card", i * 5, "com.acme.Board.load");
    }
    LeakRanking ranking = ranking();

    assertThat(ranking.rows())
        .extracting(LeakRanking.Row::type)
        .containsExactly("com.acme.Card", "com.acme.Cached", "com.acme.Request");
    LeakRanking.Row first = ranking.rows().get(0);
    assertThat(first.parts()).isEqualTo(10);
    assertThat(first.oldestSeconds()).isEqualTo(100);
    assertThat(first.youngestSeconds()).isEqualTo(5);
    assertThat(ranking.rows().get(1).parts()).isEqualTo(1);
  }

  @Test
  void whatIsYoungerThanTheLastCollectionIsNotJudged() {
    alive("byte[]", 101, "com.acme.Board.load");
    alive("byte[]", 99, "com.acme.Board.load");

    assertThat(ranking().judged()).isEqualTo(1);
    assertThat(ranking().tooYoung()).isEqualTo(1);
  }

  @Test
  void withoutACollectionNothingIsJudged() {
    alive("byte[]", 1, "com.acme.Board.load");
    LeakRanking ranking = LeakRanking.of(new LeakSamples(samples, Long.MIN_VALUE), START, Map.of());

    assertThat(ranking.rows()).isEmpty();
    assertThat(ranking.tooYoung()).isEqualTo(1);
  }

  @Test
  void siteIsTheApplicationsAndOperationTheInnermostWoven() {
    alive(
        "java.util.HashMap$Node",
        1,
        "java.util.HashMap.newNode",
        "java.util.HashMap.put",
        "com.acme.Store.keep",
        "com.acme.Board.load",
        "com.acme.Web.get");
    alive("byte[]", 1, "java.util.Arrays.copyOf");
    alive("int[]", 1);

    assertThat(ranking().rows())
        .extracting(LeakRanking.Row::type, LeakRanking.Row::site, LeakRanking.Row::operation)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                "java.util.HashMap$Node", "com.acme.Store.keep", "board.load"),
            org.assertj.core.groups.Tuple.tuple("byte[]", "java.util.Arrays.copyOf", null),
            org.assertj.core.groups.Tuple.tuple("int[]", "(unknown)", null));
  }

  @Test
  void namesOfClassesAreThoseOfSources() {
    assertThat(ClassNames.ofSource("[[B")).isEqualTo("byte[][]");
    assertThat(ClassNames.ofSource("[Lcom.acme.Card;")).isEqualTo("com.acme.Card[]");
    assertThat(ClassNames.ofSource("com/acme/Board$Card")).isEqualTo("com.acme.Board$Card");
  }
}
