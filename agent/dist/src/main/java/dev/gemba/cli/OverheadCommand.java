package dev.gemba.cli;

import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "overhead",
    description = {
      "Tells what the agent costs its JVM: the bookkeeping of calls, by prices that were measured in",
      "that JVM, and the CPU of the agent's own threads, as a share of the process's CPU; and what",
      "the governor did to keep that under its budget."
    })
final class OverheadCommand extends JvmCommand {

  OverheadCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws RemoteException, IOException {
    Map<String, Object> overhead = ask("overhead", Map.of());
    if (json) {
      printJson(overhead);
      return ExitCode.GOOD;
    }
    Units units = Units.of(terminal);
    line(
        "overhead: "
            + units.percent(number(overhead, "ratio"))
            + " of the process's CPU, over "
            + units.duration(number(overhead, "windowSeconds"))
            + (overhead.get("budget") == null
                ? ", measured only"
                : ", of a budget of " + units.percent(number(overhead, "budget"))));
    line("process:  " + units.duration(number(overhead, "processSeconds")) + " of CPU");
    line("calls:    " + units.duration(number(overhead, "callsSeconds")) + ", by this model");
    Map<String, Object> calls = objectAt(overhead, "calls");
    Map<String, Object> prices = objectAt(overhead, "nanosPerCall");
    calls.forEach(
        (level, count) ->
            line(
                "  "
                    + units.count(Math.round(number(calls, level)))
                    + " at "
                    + level
                    + ", "
                    + units.number(number(prices, level))
                    + " ns each"));
    line("threads:  " + units.duration(number(overhead, "threadsSeconds")));
    Map<String, Object> threads = objectAt(overhead, "threads");
    threads.forEach(
        (name, unused) -> line("  " + name + ": " + units.duration(number(threads, name))));
    printSteps(overhead);
    return ExitCode.GOOD;
  }

  private void printSteps(Map<String, Object> overhead) {
    if (!(overhead.get("steps") instanceof List<?> steps) || steps.isEmpty()) {
      line("governor: has changed nothing");
      return;
    }
    line("governor: " + Plural.of(steps.size(), "step", "steps") + ", the newest last");
    for (Object one : steps) {
      if (one instanceof Map<?, ?> step) {
        line(
            "  "
                + step.get("at")
                + " "
                + step.get("operation")
                + ": "
                + step.get("from")
                + " -> "
                + step.get("to")
                + " ("
                + step.get("reason")
                + ")");
      }
    }
  }

  private static double number(Map<String, Object> object, String key) {
    return object.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private void line(String text) {
    terminal.out().println(text);
  }
}
