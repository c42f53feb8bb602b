package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A JVM in which Gemba had a budget to keep, every target a span.
 *
 * @param told what Gemba said of itself, export by export
 * @param counts whether Gemba's counts are right
 */
record Governed(GovernorCase.Observed observed, OverheadCourse told, Verdict counts) {

  static Governed run(GovernorCase one, GovernorCase.Run run, int seconds) throws Exception {
    Path directory = run.place().work("governor");
    Path config = Files.writeString(directory.resolve("gemba.yaml"), config(one, directory));
    Launch launch = Launch.of("-javaagent:" + run.place().gemba() + "=" + config);
    GovernorCase.Observed observed = one.run(run, directory, launch, seconds);
    Path output = output(directory);
    return new Governed(observed, OverheadCourse.in(output), counts(observed, output));
  }

  private static String config(GovernorCase one, Path directory) {
    return """
        service: governor
        overhead: %s%%
        packs: []
        sampling: { keep: 1%% }
        targets:
        %s
        exporters:
          file: { directory: "%s", interval: 1s, max-file-size: 4gb }
        """
        .formatted(
            Spread.fixed(100 * WorstCases.BUDGET, 0),
            one.targets().stream()
                .map(target -> "  - { methods: \"" + target + "\", capture: span }")
                .collect(Collectors.joining("\n")),
            output(directory));
  }

  private static Path output(Path directory) {
    return directory.resolve("gemba");
  }

  /**
   * Exact where an operation was recorded all the time. Where it was not, calls may be missing but
   * none be invented; and who is not recorded must be shown as that.
   */
  private static Verdict counts(GovernorCase.Observed observed, Path output) throws IOException {
    Map<String, Long> counted = GembaOutput.in(output).callsByOperation();
    GovernorSteps steps = observed.steps();
    Verdict verdict = Verdict.NOT_NEEDED;
    int exact = 0;
    int lacking = 0;
    for (Map.Entry<String, Long> truth : observed.calls().entrySet()) {
      String operation = truth.getKey();
      long found = counted.getOrDefault(operation, 0L);
      if (found == truth.getValue()) {
        exact++;
      } else if (found < truth.getValue() && steps.mayLackCalls(operation)) {
        lacking++;
      } else {
        verdict = verdict.and(Verdict.equal("calls of " + operation, found, truth.getValue()));
      }
      if (steps.hides(operation)) {
        String hidden = operation + " is not recorded and not shown as that";
        verdict = verdict.and(new Verdict(false, hidden));
      }
    }
    return verdict.and(
        new Verdict(
            exact + lacking > 0,
            exact + " exact" + (lacking == 0 ? "" : ", " + lacking + " not measured for a time")));
  }
}
