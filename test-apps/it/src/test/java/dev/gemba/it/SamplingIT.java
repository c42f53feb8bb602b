package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.it.court.Court;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;

/** Of a program's traces those are kept that failed or were slow, whole, and a fair share. */
class SamplingIT {

  private static final int CASES = 1_000;
  private static final int PACED_CASES = 4_000;
  private static final double TWO_TO_56 = 0x1p56;
  private static final String OF = "dev.gemba.it.court.Court.";

  @TempDir private Path directory;

  private Path output;

  private Ended hear(Jdk jdk, String sampling, String... arguments) throws Exception {
    output = directory.resolve("gemba");
    String config =
        "service: it\noverhead: off\npacks: [executors]\nsampling: "
            + sampling
            + "\ntargets:\n"
            + ("  - methods: [" + OF + "hear(..), " + OF + "witness(..), " + OF + "file(..)]\n")
            + "    capture: span\n    attributes: { case: arg0 }\nexporters:\n"
            + ConfigText.file(output);
    return ForkedJvm.program(jdk, Court.class, List.of(), arguments)
        .options("-Xverify:all")
        .gemba(directory, config)
        .run()
        .exitedWith(0);
  }

  private static Set<Integer> saidToBeLong(Ended ended) {
    Set<Integer> said = new HashSet<>();
    ended
        .stdout()
        .lines()
        .forEach(line -> said.add(Integer.valueOf(line.substring("long ".length()))));
    return said;
  }

  /** What spans a case has, with those marked that failed. */
  private static Set<String> expected(int n) {
    Set<String> spans = new TreeSet<>();
    spans.add("Court.hear()");
    spans.add("Court.witness(Court.hear)" + (Court.hasBadWitness(n) ? "!" : ""));
    if (Court.isFiled(n)) {
      spans.add("Court.file(Court.hear)" + (Court.hasBadClerk(n) ? "!" : ""));
    }
    return spans;
  }

  private static Map<Integer, Set<String>> byCase(List<JsonNode> spans) {
    Map<String, String> names = new HashMap<>();
    spans.forEach(span -> names.put(span.path("spanId").asText(), span.path("name").asText()));
    Map<Integer, Set<String>> cases = new TreeMap<>();
    for (JsonNode span : spans) {
      String parent = span.path("parentSpanId").asText();
      boolean failed = span.path("status").path("code").asInt() == 2;
      cases
          .computeIfAbsent(caseOf(span), n -> new TreeSet<>())
          .add(
              span.path("name").asText()
                  + ("(" + (parent.isEmpty() ? "" : names.get(parent)) + ")")
                  + (failed ? "!" : ""));
    }
    return cases;
  }

  private static int caseOf(JsonNode span) {
    for (JsonNode attribute : span.path("attributes")) {
      if (attribute.path("key").asText().equals("case")) {
        return attribute.path("value").path("intValue").asInt();
      }
    }
    throw new AssertionError("no case in " + span);
  }

  @OnEveryJdk
  void whatFailedOrWasSlowIsKeptWholeAndNothingElse(Jdk jdk) throws Exception {
    Ended ended = hear(jdk, "{ keep: 0%, slow: 100ms, errors: all }", String.valueOf(CASES));

    Set<Integer> mayBeSlow = saidToBeLong(ended);
    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    Map<Integer, Set<String>> kept = byCase(exported.spans());
    List<String> wrong = new ArrayList<>();
    for (int n = 0; n < CASES; n++) {
      boolean wanted = Court.hasBadWitness(n) || Court.hasBadClerk(n) || Court.isSlow(n);
      Set<String> found = kept.get(n);
      if (found == null ? wanted : !found.equals(expected(n))) {
        wrong.add(n + ": " + found);
      } else if (found != null && !wanted && !mayBeSlow.contains(n)) {
        wrong.add(n + " is kept");
      }
    }
    assertThat(wrong).as("drops %s", exported.drops()).isEmpty();
    assertThat(exported.calls("Court.hear")).isEqualTo(CASES);
    assertThat(exported.calls("Court.witness")).isEqualTo(CASES);
    assertThat(exported.drops().values()).containsOnly(0L);
  }

  @OnEveryJdk
  void aShareAtRandomStandsForAllAndKeepsToItsRate(Jdk jdk) throws Exception {
    hear(
        jdk,
        "{ keep: 50%, per-second: 20, slow: off, errors: off }",
        String.valueOf(PACED_CASES),
        "paced");

    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    double standsFor = 0;
    TreeMap<Long, Integer> bySecond = new TreeMap<>();
    for (JsonNode span : exported.spans()) {
      if (span.path("parentSpanId").asText().isEmpty()) {
        standsFor += 1 / probability(span.path("traceState").asText());
        bySecond.merge(span.path("startTimeUnixNano").asLong() / 1_000_000_000, 1, Integer::sum);
      }
    }
    assertThat(standsFor).isBetween(0.7 * PACED_CASES, 1.3 * PACED_CASES);
    // The rate is known only once there were some.
    List<Integer> later = new ArrayList<>(bySecond.tailMap(bySecond.firstKey() + 3).values());
    assertThat(later.stream().mapToInt(Integer::intValue).average().orElseThrow())
        .as("traces a second, of %s", bySecond)
        .isBetween(8.0, 32.0);
  }

  private static double probability(String traceState) {
    assertThat(traceState).startsWith("ot=th:");
    String digits = traceState.substring("ot=th:".length());
    String padded = digits + "0".repeat(14 - digits.length());
    return 1 - Long.parseLong(padded, 16) / TWO_TO_56;
  }
}
