package dev.gemba.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.gemba.agent.analyse.MeasureRow;
import dev.gemba.agent.analyse.OperationCost;
import dev.gemba.agent.analyse.OperationRow;
import dev.gemba.agent.analyse.OperationTable;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Span;
import dev.gemba.cli.recording.ProfileSummary;
import dev.gemba.cli.recording.Recording;
import dev.gemba.cli.recording.SpanSummary;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/**
 * A report as a program reads it. Times are seconds, sizes bytes, shares are parts of one, what is
 * not known is {@code null}.
 */
final class ReportJson {

  private static final JsonFactory JSON =
      // Whatever encoding the stream has, ASCII passes.
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  private ReportJson() throws IOException {
    json = JSON.createGenerator(text).useDefaultPrettyPrinter();
  }

  static String of(Recording recording, OperationTable table) throws IOException {
    ReportJson report = new ReportJson();
    try (report.json) {
      report.write(recording, table);
    }
    return report.text.toString();
  }

  private void write(Recording recording, OperationTable table) throws IOException {
    json.writeStartObject();
    text("start", recording.start());
    text("end", recording.end());
    number("elapsedSeconds", table.elapsed().toNanos() / 1e9);
    json.writeArrayFieldStart("processes");
    for (var process : recording.processes()) {
      json.writeStartObject();
      for (Map.Entry<String, Object> attribute : process.attributes().values().entrySet()) {
        json.writeObjectField(attribute.getKey(), attribute.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("operations");
    for (OperationRow row : table.operations()) {
      write(row);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("measures");
    for (MeasureRow row : table.measures()) {
      write(row);
    }
    json.writeEndArray();
    write(recording.spans());
    write(recording.profiles());
    json.writeObjectFieldStart("dropped");
    for (Map.Entry<String, Long> entry : table.dropped().entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    writeReading(recording);
    json.writeEndObject();
  }

  private void write(OperationRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("operation", row.operation());
    json.writeNumberField("calls", row.calls());
    json.writeNumberField("errors", row.errors());
    number("p50", row.p50());
    number("p95", row.p95());
    number("p99", row.p99());
    number("max", row.max());
    number("totalTime", row.totalTime());
    number("share", row.share());
    OperationCost cost = row.cost();
    number("cpuTime", cost.cpu());
    number("cpuSelfTime", cost.cpuSelf());
    number("allocSize", cost.alloc());
    json.writeBooleanField("allocCounted", cost.isAllocCounted());
    number("allocSelfSize", cost.allocSelf());
    number("lockTime", cost.lock());
    number("lockSelfTime", cost.lockSelf());
    json.writeEndObject();
  }

  private void write(ProfileSummary profiles) throws IOException {
    json.writeObjectFieldStart("profiles");
    for (Map.Entry<Kind, ProfileSummary.Amount> kind : profiles.kinds().entrySet()) {
      json.writeObjectFieldStart(kind.getKey().text());
      json.writeNumberField("samples", kind.getValue().samples());
      if (kind.getKey() == Kind.ALLOC) {
        json.writeNumberField("size", kind.getValue().value());
      } else {
        number("time", kind.getValue().value() / 1e9);
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void write(MeasureRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", row.name());
    json.writeStringField("unit", row.unit());
    json.writeNumberField("count", row.count());
    number("sum", row.sum());
    number("min", row.min());
    number("mean", row.mean());
    number("p50", row.p50());
    number("p95", row.p95());
    number("p99", row.p99());
    number("max", row.max());
    json.writeEndObject();
  }

  private void write(SpanSummary spans) throws IOException {
    json.writeObjectFieldStart("spans");
    json.writeNumberField("count", spans.spans());
    json.writeNumberField("traces", spans.traces());
    json.writeNumberField("errors", spans.errors());
    json.writeArrayFieldStart("slowest");
    for (Span span : spans.slowest()) {
      json.writeStartObject();
      json.writeStringField("operation", span.name());
      number("duration", (span.endEpochNanos() - span.startEpochNanos()) / 1e9);
      json.writeStringField("traceId", span.traceId());
      json.writeStringField("spanId", span.spanId());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeReading(Recording recording) throws IOException {
    json.writeNumberField("lines", recording.lines());
    json.writeNumberField("skippedLines", recording.skippedLines());
    json.writeArrayFieldStart("notShown");
    for (String name : recording.notShown()) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  private void text(String field, Object value) throws IOException {
    if (value == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, value.toString());
    }
  }

  private void number(String field, double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, value);
    }
  }
}
