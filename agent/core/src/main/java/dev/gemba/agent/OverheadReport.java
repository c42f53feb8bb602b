package dev.gemba.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.control.TopFrame;
import dev.gemba.agent.govern.ByLevel;
import dev.gemba.agent.govern.Levels;
import dev.gemba.agent.govern.OperationCost;
import dev.gemba.agent.govern.Overhead;
import dev.gemba.agent.govern.Prices;
import dev.gemba.agent.govern.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What Gemba costs, and what the governor has done about it, as JSON; what this JVM does not tell
 * is null.
 *
 * @param budget share of the process's CPU; empty if it is measured only
 * @param pinned levels that were set by hand, by operation
 * @param stopped why Gemba has gone dark by itself; null if it has not
 */
record OverheadReport(
    Overhead overhead,
    Prices prices,
    OptionalDouble budget,
    Map<String, String> pinned,
    String stopped,
    List<Step> steps)
    implements JsonBody {

  private static final double NANOS = 1e9;

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    TopFrame.number(out, "ratio", overhead.ratio());
    TopFrame.number(out, "low", overhead.low());
    TopFrame.number(out, "high", overhead.high());
    TopFrame.number(out, "budget", budget.orElse(Double.NaN));
    TopFrame.number(out, "windowSeconds", overhead.window().toNanos() / NANOS);
    out.writeStringField("stopped", stopped);
    byLevel(out, "calls", overhead.callsByLevel());
    byLevel(out, "nanosPerCall", overhead.nanosPerCall());
    byLevel(out, "nanosPerCallMedian", prices.median());
    byLevel(out, "nanosPerCallHighest", prices.highest());
    TopFrame.number(out, "callsSeconds", overhead.callsSeconds());
    TopFrame.number(out, "valuesSeconds", overhead.valuesSeconds());
    TopFrame.number(out, "coldSeconds", overhead.coldSeconds());
    TopFrame.number(out, "threadsSeconds", overhead.threadsSeconds());
    TopFrame.number(out, "gcSeconds", overhead.gcSeconds());
    TopFrame.number(out, "samplesSeconds", overhead.samplesSeconds());
    TopFrame.number(out, "processSeconds", overhead.processSeconds());
    seconds(out, "threads", overhead.threads());
    seconds(out, "parts", overhead.parts());
    writeOperations(out);
    out.writeObjectFieldStart("pinned");
    for (Map.Entry<String, String> pin : pinned.entrySet()) {
      out.writeStringField(pin.getKey(), pin.getValue());
    }
    out.writeEndObject();
    writeSteps(out);
    out.writeEndObject();
  }

  private void writeOperations(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("operations");
    for (OperationCost cost : overhead.dearest()) {
      out.writeStartObject();
      out.writeStringField("operation", cost.operation());
      out.writeStringField("level", Levels.nameOf(cost.level()));
      TopFrame.number(out, "callsPerSecond", cost.callsPerSecond());
      TopFrame.number(out, "seconds", cost.seconds());
      TopFrame.number(out, "ratio", cost.ratio());
      out.writeBooleanField("pinned", pinned.containsKey(cost.operation()));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void writeSteps(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("steps");
    for (Step step : steps) {
      out.writeStartObject();
      out.writeStringField("at", step.at().toString());
      out.writeStringField("operation", step.subject());
      out.writeStringField("from", step.from());
      out.writeStringField("to", step.to());
      out.writeStringField("reason", step.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void seconds(JsonGenerator out, String name, Map<String, Double> values)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Double> value : values.entrySet()) {
      TopFrame.number(out, value.getKey(), value.getValue());
    }
    out.writeEndObject();
  }

  private static void byLevel(JsonGenerator out, String name, ByLevel values) throws IOException {
    out.writeObjectFieldStart(name);
    TopFrame.number(out, "count", values.count());
    TopFrame.number(out, "sampled", values.sampled());
    TopFrame.number(out, "timing", values.timing());
    TopFrame.number(out, "span", values.span());
    out.writeEndObject();
  }
}
