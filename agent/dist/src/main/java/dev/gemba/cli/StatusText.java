package dev.gemba.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/** An agent's status for people. For one thread. */
final class StatusText {

  private final Terminal terminal;

  StatusText(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(Map<String, Object> status) {
    Map<String, Object> weaving = JvmCommand.objectAt(status, "weaving");
    line(
        "gemba "
            + status.get("version")
            + " in process "
            + status.get("pid")
            + " (service "
            + status.get("service")
            + "), "
            + (Boolean.TRUE.equals(status.get("attached"))
                ? "attached "
                : "since the JVM's start, ")
            + ago(status.get("started")));
    if (status.get("stopped") != null) {
      line(
          terminal.styled("red", "STOPPED")
              + " itself and records nothing: "
              + status.get("stopped")
              + "; 'gemba reload' has it try again");
    }
    printConfig(JvmCommand.objectAt(status, "config"));
    printConfigProblems(status);
    line(
        "woven:     "
            + Plural.of(weaving.get("classes"), "class", "classes")
            + ", "
            + Plural.of(weaving.get("methods"), "method", "methods")
            + ", of "
            + Plural.of(weaving.get("targets"), "target", "targets")
            + more(weaving, "pending", "still to be retransformed")
            + more(weaving, "failed", terminal.styled("red", "left as they were")));
    JvmCommand.objectAt(weaving, "levels")
        .forEach((operation, level) -> line("  pinned: " + operation + " at " + level));
    printProfiling(JvmCommand.objectAt(status, "profiling"));
    printExporters(status);
    Map<String, Object> dropped = JvmCommand.objectAt(status, "dropped");
    line("dropped:" + (dropped.isEmpty() ? "   nothing" : ""));
    dropped.forEach((reason, count) -> line("  " + reason + ": " + count));
    if (status.get("threads") instanceof List<?> threads) {
      line("threads:   " + String.join(", ", threads.stream().map(String::valueOf).toList()));
    }
  }

  private void printConfig(Map<String, Object> config) {
    line(
        "config:    "
            + (Boolean.FALSE.equals(config.get("enabled"))
                ? terminal.styled("red", "switched off") + " by "
                : "")
            + config.get("origin")
            + ", in force "
            + ago(config.get("since"))
            + (Boolean.TRUE.equals(config.get("watched")) ? ", watched for changes" : ""));
  }

  /** What there is to say about the config, first the edit that was refused. */
  void printConfigProblems(Map<String, Object> status) {
    Map<String, Object> config = JvmCommand.objectAt(status, "config");
    Map<String, Object> rejected = JvmCommand.objectAt(config, "rejected");
    if (!rejected.isEmpty()) {
      line("  " + terminal.styled("red", "refused") + " an edit " + ago(rejected.get("at")) + ":");
      texts(rejected.get("problems")).forEach(problem -> line("    " + problem));
    }
    texts(config.get("problems")).forEach(problem -> line("  " + problem));
  }

  private void printProfiling(Map<String, Object> profiling) {
    Object engine = profiling.get("engine");
    line("samples:   " + (engine == null ? "none" : profiling.get("sampled") + ", by " + engine));
    texts(profiling.get("problems")).forEach(problem -> line("  " + problem));
  }

  void printExporters(Map<String, Object> status) {
    if (!(status.get("exporters") instanceof List<?> exporters) || exporters.isEmpty()) {
      line("exporters: none; 'gemba top' shows what the agent sees");
      return;
    }
    line("exporters:");
    for (Object one : exporters) {
      if (one instanceof Map<?, ?> exporter) {
        String state = String.valueOf(exporter.get("state"));
        boolean well = state.equals("open") || state.equals("opening");
        line(
            "  "
                + exporter.get("name")
                + ": "
                + (well ? state : terminal.styled("red", state))
                + (exporter.get("message") == null ? "" : " (" + exporter.get("message") + ")")
                + where(texts(exporter.get("locations"))));
        printSpans(JvmCommand.objectAt(exporter, "spans"));
      }
    }
  }

  /** Where an exporter has to do with spans, what became of them. */
  private void printSpans(Map<String, Object> spans) {
    if (!(spans.get("recorded") instanceof Number recorded) || recorded.longValue() == 0) {
      return;
    }
    long dropped =
        JvmCommand.objectAt(spans, "dropped").values().stream()
            .mapToLong(count -> count instanceof Number number ? number.longValue() : 0)
            .sum();
    line(
        "    "
            + Plural.of(recorded, "span", "spans")
            + ": "
            + spans.get("sent")
            + " sent"
            + more(spans, "waiting", "waiting")
            + more(spans, "spooled", "on disk")
            + (dropped == 0 ? "" : ", " + terminal.styled("red", dropped + " dropped")));
  }

  private static String where(List<String> locations) {
    return locations.isEmpty() ? "" : ", " + String.join(", ", locations);
  }

  private static List<String> texts(Object list) {
    return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
  }

  private static String more(Map<String, Object> object, String key, String what) {
    return object.get(key) instanceof Number number && number.longValue() > 0
        ? ", " + number + " " + what
        : "";
  }

  private static String ago(Object instant) {
    try {
      Duration since = Duration.between(Instant.parse(String.valueOf(instant)), Instant.now());
      return Elapsed.text(since) + " ago";
    } catch (DateTimeParseException e) {
      return String.valueOf(instant);
    }
  }

  private void line(String text) {
    terminal.out().println(text);
  }
}
