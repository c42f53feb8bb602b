package dev.gemba.cli.html;

import java.util.Map;

/** What the reasons of {@code gemba.dropped} mean to the reader of a report. */
final class DropMeaning {

  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry(
              "span-ring-full",
              "Spans: a thread ended more of them than the collector could take. Calls and times"
                  + " are complete; keep fewer traces (sampling.keep)."),
          Map.entry(
              "span-buffer-full",
              "Spans: more waited for export than memory allows. Calls and times are complete."),
          Map.entry(
              "span-depth",
              "Spans of calls nested more than 1,024 deep. The calls were timed all the same."),
          Map.entry(
              "attribute-values",
              "A dimension or error type had more than 50 values; the calls count under 'other'."),
          Map.entry(
              "capture-failure",
              "A dimension, measure or attribute could not be read from a call. The call itself"
                  + " was measured."),
          Map.entry(
              "measure-value",
              "A measured value was negative, no number, or too large to be held."),
          Map.entry(
              "handoffs-full",
              "Tasks that went to another thread without their trace, as too many waited: their spans"
                  + " begin traces of their own."),
          Map.entry(
              "trace-cut",
              "Spans of traces that were too long to be held on a thread until it was known that"
                  + " they are kept. Calls and times are complete."),
          Map.entry(
              "held-spans-full",
              "Spans of tasks whose traces were not judged yet, as too many waited. Calls and times"
                  + " are complete."),
          Map.entry(
              "advice-failure",
              "Gemba itself failed at the end of a call, which was then not recorded. Please report"
                  + " it."),
          Map.entry(
              "profile-sample",
              "Samples that were not taken, as there were too many at a time. What operations took is"
                  + " told too low by as much."),
          Map.entry(
              "profile-chunk", "Some seconds of samples that could not be read, or not be taken."),
          Map.entry(
              "weave-failure",
              "A class could not be woven and runs as it was: not measured at all."),
          Map.entry(
              "stack-or-heap-exhausted",
              "Calls that ended while the application had no stack or heap left: not recorded."));

  private DropMeaning() {}

  static String of(String reason) {
    int name = reason.indexOf(':');
    String kind = name < 0 ? "" : reason.substring(0, name);
    return switch (kind) {
      case "profile-queue", "profile-exporter" ->
          "Profiles that the exporter was too slow for, or failed to deliver. Sums of operations are"
              + " complete.";
      case "exporter-queue" ->
          "Spans in snapshots that the exporter was too slow for, or whose server was away for too"
              + " long. Metrics came with a later one.";
      case "exporter" ->
          "Spans in snapshots that the exporter failed to deliver. Metrics came with a later one.";
      case "exporter-rejected" -> "Spans that the server left out of what it accepted.";
      case "exporter-shutdown" -> "Spans that still waited when the exporter had to end.";
      case "exporter-off" -> "Spans for an exporter that is off, because it could not be opened.";
      case "exporter-spool-full" ->
          "The oldest spans of a full spool: its server was away for longer than spool.size lasts.";
      case "exporter-spool-unreadable" ->
          "Spans that a kill of the process or a broken disk left in pieces in the spool.";
      default -> MEANINGS.getOrDefault(reason, "");
    };
  }
}
