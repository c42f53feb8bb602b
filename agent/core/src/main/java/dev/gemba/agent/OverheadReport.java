package dev.gemba.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.govern.ByLevel;
import dev.gemba.agent.govern.Overhead;
import java.io.IOException;
import java.util.Map;

/** What Gemba costs, as JSON; what this JVM does not tell is null. */
record OverheadReport(Overhead overhead) implements JsonBody {

  private static final double NANOS = 1e9;

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    number(out, "ratio", overhead.ratio());
    number(out, "windowSeconds", overhead.window().toNanos() / NANOS);
    byLevel(out, "calls", overhead.callsByLevel());
    byLevel(out, "nanosPerCall", overhead.nanosPerCall());
    number(out, "callsSeconds", overhead.callsSeconds());
    number(out, "threadsSeconds", overhead.threadsSeconds());
    number(out, "processSeconds", overhead.processSeconds());
    out.writeObjectFieldStart("threads");
    for (Map.Entry<String, Double> thread : overhead.threads().entrySet()) {
      number(out, thread.getKey(), thread.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void byLevel(JsonGenerator out, String name, ByLevel values) throws IOException {
    out.writeObjectFieldStart(name);
    number(out, "count", values.count());
    number(out, "timing", values.timing());
    number(out, "span", values.span());
    out.writeEndObject();
  }

  private static void number(JsonGenerator out, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumberField(name, value);
    } else {
      out.writeNullField(name);
    }
  }
}
