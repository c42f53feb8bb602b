package dev.gemba.agent.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.govern.Ladder.Move;
import dev.gemba.bootstrap.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LadderTest {

  private static final ByLevel PRICES = new ByLevel(5, 7, 50, 100);
  private static final double VALUES_NANOS = 200;
  private static final double BUDGET = 0.05;

  private final Ladder ladder = new Ladder();

  @Test
  void leavesEverythingAloneWithinTheBudget() {
    assertThat(decide(100, load("a", Probe.SPAN, 400_000))).isEmpty();
  }

  @Test
  void lowersTheDearestFirstAndOnlyAsFarAsItTakes() {
    // 10 % and 1 % of one CPU: 4 % are to be left.
    Map<String, Integer> levels =
        decide(100, load("hot", Probe.SPAN, 1_000_000), load("warm", Probe.SPAN, 100_000));

    assertThat(levels).containsExactly(Map.entry("hot", Probe.SAMPLED));
  }

  @Test
  void leavesValuesOutBeforeAnythingElse() {
    Load valued = new Load("valued", Probe.SPAN, Probe.SPAN, true, true, false, 300_000);

    List<Move> moves = ladder.decide(100, BUDGET, overhead(0, 1, valued), List.of(valued));

    assertThat(moves).extracting(Move::to).containsExactly(new Rung(Probe.SPAN, false));
  }

  @Test
  void takesValuesBackLast() {
    Load valued = new Load("valued", Probe.SPAN, Probe.SPAN, true, true, false, 1_000_000);
    List<Move> down = ladder.decide(0, BUDGET, overhead(0, 1, valued), List.of(valued));
    assertThat(down).extracting(Move::to).containsExactly(new Rung(Probe.SAMPLED, false));

    List<Rung> rungs = new ArrayList<>();
    Rung rung = down.get(0).to();
    for (int second = 1; second < 120; second++) {
      Load now = new Load("valued", rung.level(), Probe.SPAN, rung.values(), true, false, 10_000);
      for (Move move : ladder.decide(second, BUDGET, overhead(0, 1, now), List.of(now))) {
        rung = move.to();
        rungs.add(rung);
      }
    }

    assertThat(rungs)
        .containsExactly(
            new Rung(Probe.TIMING, false), new Rung(Probe.SPAN, false), new Rung(Probe.SPAN, true));
  }

  @Test
  void unweavesWhatCannotEvenBeCounted() {
    Map<String, Integer> levels = decide(100, load("hot", Probe.TIMING, 30_000_000));

    assertThat(levels).containsExactly(Map.entry("hot", Probe.DARK));
  }

  @Test
  void leavesAloneWhatWasSetByHand() {
    Load pinned = new Load("hot", Probe.SPAN, Probe.SPAN, false, false, true, 10_000_000);

    assertThat(decide(100, pinned, load("warm", Probe.SPAN, 200_000))).containsOnlyKeys("warm");
  }

  @Test
  void takesNothingFromOthersForWhatIsPinned() {
    Load pinned = new Load("hot", Probe.SPAN, Probe.SPAN, false, false, true, 10_000_000);

    assertThat(decide(100, pinned, load("warm", Probe.SPAN, 100_000))).isEmpty();
  }

  @Test
  void leavesCallsAQuarterOfTheBudgetHoweverMuchItsThreadsCost() {
    Load small = load("a", Probe.TIMING, 200_000);
    Overhead dear = overhead(0.9, 1, small);

    assertThat(ladder.decide(100, BUDGET, dear, List.of(small))).isEmpty();
    assertThat(ladder.decide(200, BUDGET, dear, List.of(load("b", Probe.TIMING, 300_000))))
        .isEmpty();
    Load large = load("c", Probe.TIMING, 2_000_000);
    assertThat(ladder.decide(300, BUDGET, overhead(0.9, 1, large), List.of(large))).hasSize(1);
  }

  @Test
  void switchesOffWhatCachesDoNotHold() {
    Load[] loads = new Load[ColdCalls.WARM * 3];
    for (int i = 0; i < loads.length; i++) {
      loads[i] = load("o" + i, Probe.COUNT, i < 500 ? 10_000 : 1_000);
    }

    double cold = 2_500 * 1_000.0;
    double calls = 500 * 10_000.0 + cold;
    Overhead now =
        new Overhead(
            0.4,
            Duration.ofSeconds(1),
            ByLevel.ZERO,
            PRICES.times(1 / Overhead.UNSEEN),
            (calls * PRICES.at(Probe.COUNT) / Overhead.UNSEEN + cold * ColdCalls.NANOS) / 1e9,
            0,
            0,
            1,
            Map.of());

    Map<String, Integer> levels = levels(ladder.decide(100, BUDGET, now, List.of(loads)));

    assertThat(levels.values()).containsOnly(Probe.DARK);
    // 2.5 % for the busy ones leave room for some fifty of the others.
    assertThat(levels).hasSizeBetween(2_400, 2_480).doesNotContainKeys("o0", "o499");
  }

  @Test
  void knowsThatWhatItSwitchedOffStillTakesRoomInTheCaches() {
    Load[] loads = new Load[ColdCalls.WARM * 3];
    for (int i = 0; i < loads.length; i++) {
      loads[i] = load("o" + i, Probe.COUNT, 10_000);
    }
    Overhead now = cold(loads.length * 10_000);
    Map<String, Integer> levels = levels(ladder.decide(0, BUDGET, now, List.of(loads)));
    assertThat(levels).hasSizeBetween(2_950, 2_999);
    for (int i = 0; i < loads.length; i++) {
      boolean dark = levels.containsKey("o" + i);
      loads[i] = dark ? held("o" + i, Probe.DARK, 0) : load("o" + i, Probe.COUNT, 30_000);
    }

    int left = loads.length - levels.size();
    assertThat(ladder.decide(10, BUDGET, cold(left * 30_000), List.of(loads)))
        .as("alone, all of them would fit easily")
        .hasSizeBetween(left / 2, left - 1);
  }

  @Test
  void doesNothingWhereTheProcessTellsNoCpu() {
    Load hot = load("hot", Probe.SPAN, 10_000_000);
    Overhead unknown =
        new Overhead(
            Double.NaN, Duration.ofSeconds(1), ByLevel.ZERO, PRICES, 1, 0, 0, Double.NaN, Map.of());

    assertThat(ladder.decide(100, BUDGET, unknown, List.of(hot))).isEmpty();
  }

  @Test
  void waitsAfterAStepUntilTheJitHasSettled() {
    assertThat(decide(100, load("hot", Probe.SPAN, 1_000_000))).isNotEmpty();
    assertThat(decide(102.9, load("hot", Probe.TIMING, 9_000_000))).isEmpty();
    assertThat(decide(103, load("hot", Probe.TIMING, 9_000_000))).isNotEmpty();
  }

  @Test
  void takesBackTheCheapestAsFarAsTheyFit() {
    decide(0, load("hot", Probe.SPAN, 3_000_000), load("warm", Probe.SPAN, 2_000_000));
    Load hot = held("hot", Probe.SAMPLED, 800_000);
    Load warm = held("warm", Probe.SAMPLED, 200_000);

    assertThat(decide(19, hot, warm)).isEmpty();
    // 0.7 % now; 0.9 % more for the one, and 3.4 % for the other, which is too much.
    assertThat(decide(21, hot, warm)).containsExactly(Map.entry("warm", Probe.TIMING));
    assertThat(decide(42, hot, held("warm", Probe.TIMING, 200_000)))
        .containsExactly(Map.entry("warm", Probe.SPAN));
  }

  @Test
  void triesOneUnknownAtATime() {
    decide(0, load("a", Probe.TIMING, 30_000_000), load("b", Probe.TIMING, 30_000_000));

    assertThat(decide(60, held("a", Probe.DARK, 0), held("b", Probe.DARK, 0)))
        .as("too dear to be tried so soon")
        .isEmpty();
    assertThat(decide(700, held("a", Probe.DARK, 0), held("b", Probe.DARK, 0))).hasSize(1);
  }

  @Test
  void triesTwiceAsManyUnknownsWheneverThatWentWell() {
    Load[] loads = new Load[20];
    for (int i = 0; i < loads.length; i++) {
      loads[i] = load("o" + i, Probe.TIMING, 30_000_000);
    }
    decide(0, loads);
    for (int i = 0; i < loads.length; i++) {
      loads[i] = held("o" + i, Probe.DARK, 0);
    }

    List<Integer> tried = new ArrayList<>();
    for (int time = 700; time < 800; time += 20) {
      Map<String, Integer> up = decide(time, loads);
      tried.add(up.size());
      for (int i = 0; i < loads.length; i++) {
        if (up.containsKey("o" + i)) {
          loads[i] = held("o" + i, Probe.COUNT, 0);
        }
      }
    }
    assertThat(tried).startsWith(1, 2, 4);

    loads[0] = held("o0", Probe.COUNT, 30_000_000);
    assertThat(decide(900, loads)).containsOnly(Map.entry("o0", Probe.DARK));
    loads[0] = held("o0", Probe.DARK, 0);
    loads[1] = held("o1", Probe.DARK, 0);
    loads[2] = held("o2", Probe.DARK, 0);
    assertThat(decide(1_800, loads).values()).as("it went wrong").containsOnlyOnce(Probe.COUNT);
  }

  @Test
  void takesNothingBackThatWouldNotFit() {
    decide(0, load("hot", Probe.SPAN, 3_000_000));

    assertThat(decide(60, held("hot", Probe.SAMPLED, 3_000_000))).isEmpty();
  }

  @Test
  void triesWhatIsUnwovenEverMoreSeldom() {
    List<Double> tries = new ArrayList<>();
    int level = Probe.TIMING;
    for (double second = 0; second < 7_200; second++) {
      double calls = level == Probe.DARK ? 0 : 30_000_000;
      Integer next =
          decide(second, new Load("hot", level, Probe.TIMING, false, false, false, calls))
              .get("hot");
      if (next != null) {
        if (next > level) {
          tries.add(second);
        }
        level = next;
      }
    }

    assertThat(tries.size()).isBetween(3, 8);
    for (int i = 2; i < tries.size(); i++) {
      assertThat(tries.get(i) - tries.get(i - 1))
          .isGreaterThan(1.5 * (tries.get(i - 1) - tries.get(i - 2)));
    }
  }

  @Test
  void comesToRestWithinAMinute() {
    Map<String, Integer> levels = new HashMap<>();
    Map<String, Double> calls = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      calls.put("m" + i, 4_000_000.0 / (1 + i));
      levels.put("m" + i, Probe.SPAN);
    }
    int decisionsAfterTenSeconds = 0;
    double ratio = 1;
    for (int second = 0; second < 70; second++) {
      Load[] loads =
          calls.entrySet().stream()
              .map(
                  call ->
                      new Load(
                          call.getKey(),
                          levels.get(call.getKey()),
                          Probe.SPAN,
                          false,
                          false,
                          false,
                          levels.get(call.getKey()) == Probe.DARK ? 0 : call.getValue()))
              .toArray(Load[]::new);
      ratio = overhead(0, 1, loads).ratio();
      Map<String, Integer> moved = decide(second, loads);
      levels.putAll(moved);
      if (second >= 10) {
        assertThat(ratio).isLessThanOrEqualTo(BUDGET);
        decisionsAfterTenSeconds += moved.size();
      }
    }

    assertThat(ratio).isPositive();
    assertThat(decisionsAfterTenSeconds).isLessThanOrEqualTo(6);
  }

  private Map<String, Integer> decide(double seconds, Load... loads) {
    return levels(ladder.decide(seconds, BUDGET, overhead(0, 1, loads), List.of(loads)));
  }

  private static Map<String, Integer> levels(List<Move> moves) {
    Map<String, Integer> levels = new TreeMap<>();
    for (Move move : moves) {
      levels.put(move.load().operation(), move.to().level());
    }
    return levels;
  }

  private static Load load(String operation, int level, double callsPerSecond) {
    return new Load(operation, level, level, false, false, false, callsPerSecond);
  }

  private static Load held(String operation, int level, double callsPerSecond) {
    return new Load(operation, level, Probe.SPAN, false, false, false, callsPerSecond);
  }

  /** So many calls a second that are counted, and find nothing in the caches. */
  private static Overhead cold(double calls) {
    double each = PRICES.at(Probe.COUNT) / Overhead.UNSEEN + ColdCalls.NANOS;
    double callsSeconds = calls * each / 1e9;
    return new Overhead(
        callsSeconds,
        Duration.ofSeconds(1),
        ByLevel.ZERO,
        PRICES.times(1 / Overhead.UNSEEN),
        callsSeconds,
        0,
        0,
        1,
        Map.of());
  }

  /**
   * What one second of these calls costs, beside some CPU of Gemba's threads: by a model that says
   * so much less that they are reckoned to cost {@link #PRICES}.
   */
  private static Overhead overhead(double threadsSeconds, double processSeconds, Load... loads) {
    double callsSeconds = 0;
    double valuesSeconds = 0;
    for (Load load : loads) {
      callsSeconds += load.callsPerSecond() * PRICES.at(load.level()) / 1e9;
      valuesSeconds += load.values() ? load.callsPerSecond() * VALUES_NANOS / 1e9 : 0;
    }
    valuesSeconds /= Overhead.UNSEEN;
    callsSeconds = callsSeconds / Overhead.UNSEEN + valuesSeconds;
    return new Overhead(
        (callsSeconds + threadsSeconds) / processSeconds,
        Duration.ofSeconds(1),
        ByLevel.ZERO,
        PRICES.times(1 / Overhead.UNSEEN),
        callsSeconds,
        valuesSeconds,
        threadsSeconds,
        processSeconds,
        Map.of());
  }
}
