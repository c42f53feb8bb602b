package dev.gemba.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.control.TopFrame;
import dev.gemba.agent.govern.ByLevel;
import dev.gemba.agent.govern.Overhead;
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
 */
record OverheadReport(Overhead overhead, OptionalDouble budget, List<Step> steps)
    implements JsonBody {

  private static final double NANOS = 1e9;

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    TopFrame.number(out, "ratio", overhead.ratio());
    TopFrame.number(out, "budget", budget.orElse(Double.NaN));
    TopFrame.number(out, "windowSeconds", overhead.window().toNanos() / NANOS);
    byLevel(out, "calls", overhead.callsByLevel());
    byLevel(out, "nanosPerCall", overhead.nanosPerCall());
    TopFrame.number(out, "callsSeconds", overhead.callsSeconds());
    TopFrame.number(out, "valuesSeconds", overhead.valuesSeconds());
    TopFrame.number(out, "threadsSeconds", overhead.threadsSeconds());
    TopFrame.number(out, "processSeconds", overhead.processSeconds());
    out.writeObjectFieldStart("threads");
    for (Map.Entry<String, Double> thread : overhead.threads().entrySet()) {
      TopFrame.number(out, thread.getKey(), thread.getValue());
    }
    out.writeEndObject();
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
