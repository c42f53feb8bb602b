package dev.gemba.cli;

import java.util.Map;

/** What an experiment found the agent to cost, for people. For one thread. */
final class TruthText {

  private final Terminal terminal;
  private final Units units;

  TruthText(Terminal terminal) {
    this.terminal = terminal;
    this.units = Units.of(terminal);
  }

  void print(Map<String, Object> truth) {
    Map<String, Object> overhead = JvmCommand.objectAt(truth, "overhead");
    Map<String, Object> perCall = JvmCommand.objectAt(truth, "nanosPerCall");
    Map<String, Object> model = JvmCommand.objectAt(truth, "model");
    Map<String, Object> added = JvmCommand.objectAt(truth, "notByExperiment");
    if (truth.get("inconclusive") != null) {
      line(terminal.styled("red", "inconclusive") + ": " + truth.get("inconclusive"));
    }
    line(
        "measured: "
            + percent(overhead, "value")
            + " of the process's CPU, 95 % interval "
            + percent(overhead, "low")
            + " to "
            + percent(overhead, "high")
            + (truth.get("budget") == null ? "" : "; the budget is " + percent(truth, "budget")));
    line(
        "model:    "
            + percent(model, "overhead")
            + (overhead.get("low") == null
                ? ""
                : Boolean.TRUE.equals(model.get("withinInterval"))
                    ? ", within that interval"
                    : ", " + terminal.styled("red", "outside of that interval")));
    line(
        "a call:   "
            + nanos(perCall, "value")
            + ", 95 % interval "
            + nanos(perCall, "low")
            + " to "
            + nanos(perCall, "high")
            + "; by the model "
            + nanos(model, "nanosPerCall"));
    line(
        "of that:  "
            + percent(added, "countRatio")
            + " for counting ("
            + nanos(added, "countNanosPerCall")
            + " a call) by calibration, as calls are counted in all windows;");
    line(
        "          "
            + percent(added, "threadsRatio")
            + " for the agent's threads and their garbage, as before the experiment");
    line(
        "windows:  "
            + Plural.of(truth.get("windows"), "window counts", "windows count")
            + ", half of them lit, with "
            + units.count(Math.round(JvmCommand.numberAt(truth, "calls")))
            + " calls in these, over "
            + units.duration(JvmCommand.numberAt(truth, "lengthSeconds"))
            + " in all");
    JvmCommand.objectAt(truth, "thrownOut")
        .forEach((reason, windows) -> line("  thrown out: " + windows + " (" + reason + ")"));
  }

  private String percent(Map<String, Object> object, String key) {
    return units.percent(JvmCommand.numberAt(object, key));
  }

  private String nanos(Map<String, Object> object, String key) {
    return units.number(JvmCommand.numberAt(object, key)) + " ns";
  }

  private void line(String text) {
    terminal.out().println(text);
  }
}
