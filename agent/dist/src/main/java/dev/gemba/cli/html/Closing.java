package dev.gemba.cli.html;

import dev.gemba.agent.analyse.MeasureRow;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Span;
import dev.gemba.cli.recording.Recording;
import dev.gemba.cli.recording.RecordingDetails;
import java.util.List;
import java.util.Map;

/** What follows the operations: measures, traces, losses, and where it all comes from. */
final class Closing {

  private static final int MAX_MEASURES = 300;
  private static final int MAX_PROCESSES = 20;
  private static final int MAX_ATTRIBUTES = 60;

  private final Numbers numbers;

  Closing(Numbers numbers) {
    this.numbers = numbers;
  }

  Markup measures(List<MeasureRow> rows) {
    Markup html = new Markup();
    if (rows.isEmpty()) {
      return html;
    }
    html.raw("<section><h2>Measures</h2><div class=wide><table><thead><tr><th scope=col>Measure");
    for (String title : List.of("Values", "Min", "Mean", "p50", "p95", "p99", "Max")) {
      html.raw("<th scope=col class=n>" + title);
    }
    html.raw("</thead><tbody>");
    for (MeasureRow row : rows.subList(0, Math.min(MAX_MEASURES, rows.size()))) {
      html.raw("<tr><td>").name(row.name());
      if (!row.unit().isEmpty() && !row.unit().equals("1") && !row.unit().equals("s")) {
        html.raw(" <span class=note>").name(row.unit()).raw("</span>");
      }
      html.raw("<td class=n>").text(numbers.count(row.count()));
      for (double value :
          new double[] {row.min(), row.mean(), row.p50(), row.p95(), row.p99(), row.max()}) {
        html.raw("<td class=n>").text(numbers.value(value, row.unit()));
      }
    }
    html.raw("</tbody></table></div>");
    if (rows.size() > MAX_MEASURES) {
      html.raw("<p class=note>and " + numbers.count(rows.size() - MAX_MEASURES) + " more</p>");
    }
    return html.raw("</section>");
  }

  Markup traces(Recording recording, RecordingDetails details) {
    Markup html = new Markup();
    if (recording.spans().spans() == 0) {
      return html;
    }
    html.raw("<section><h2>Slowest traces</h2><p class=note>");
    html.text(
        numbers.count(recording.spans().spans())
            + " spans were recorded, "
            + numbers.count(recording.spans().traces())
            + " of them the first of a trace, "
            + numbers.count(recording.spans().errors())
            + " with an error.");
    html.raw("</p>");
    for (List<Span> trace : details.traces()) {
      Waterfall waterfall = new Waterfall(trace, details.profiles(), numbers);
      html.raw(waterfall.draw(RecordingDetails.MAX_SPANS));
    }
    return html.raw("</section>");
  }

  Markup dropped(Map<String, Long> dropped) {
    Markup html = new Markup().raw("<section><h2>What was lost</h2>");
    if (dropped.isEmpty()) {
      return html.raw("<p>Nothing was dropped.</p></section>");
    }
    html.raw("<table><thead><tr><th scope=col>Reason<th scope=col class=n>Lost");
    html.raw("<th scope=col>What it means</thead><tbody>");
    dropped.forEach(
        (reason, lost) -> {
          html.raw("<tr><td>").name(reason).raw("<td class=\"n warn\">");
          html.text(numbers.count(lost)).raw("<td>").text(DropMeaning.of(reason));
        });
    return html.raw("</tbody></table></section>");
  }

  Markup origin(Recording recording) {
    Markup html = new Markup().raw("<section><h2>The recording</h2><ul>");
    recording.files().stream()
        .limit(MAX_PROCESSES)
        .forEach(file -> html.raw("<li>").name(String.valueOf(file.getFileName())));
    html.raw("</ul><p class=note>").text(numbers.count(recording.lines()) + " lines read");
    if (recording.skippedLines() > 0) {
      html.text(", " + numbers.count(recording.skippedLines()) + " skipped: ");
      html.text(String.join("; ", recording.skipped()));
    }
    html.raw("</p>");
    List<Resource> processes = recording.processes();
    for (Resource process : processes.subList(0, Math.min(MAX_PROCESSES, processes.size()))) {
      html.raw("<table class=small><tbody>");
      process.attributes().values().entrySet().stream()
          .limit(MAX_ATTRIBUTES)
          .forEach(
              one ->
                  html.raw("<tr><th scope=row>")
                      .name(one.getKey())
                      .raw("<td>")
                      .name(one.getValue().toString()));
      html.raw("</tbody></table>");
    }
    if (processes.size() > MAX_PROCESSES) {
      html.raw("<p class=note>and " + (processes.size() - MAX_PROCESSES) + " more processes</p>");
    }
    return html.raw("</section>");
  }
}
