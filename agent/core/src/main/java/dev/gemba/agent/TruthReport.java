package dev.gemba.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.control.TopFrame;
import dev.gemba.agent.govern.Interval;
import dev.gemba.agent.govern.Truth;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** What an experiment came to, as JSON; what is not known is null. */
record TruthReport(Truth truth, Duration length) implements JsonBody {

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("inconclusive", truth.inconclusive());
    TopFrame.number(out, "lengthSeconds", length.toMillis() / 1e3);
    out.writeNumberField("windows", truth.windows());
    out.writeObjectFieldStart("thrownOut");
    for (Map.Entry<String, Integer> windows : truth.thrownOut().entrySet()) {
      out.writeNumberField(windows.getKey(), windows.getValue());
    }
    out.writeEndObject();
    out.writeNumberField("calls", truth.calls());
    TopFrame.number(out, "budget", truth.budget());
    interval(out, "overhead", truth.overhead());
    interval(out, "nanosPerCall", truth.nanosPerCall());
    out.writeObjectFieldStart("notByExperiment");
    TopFrame.number(out, "countRatio", truth.countRatio());
    TopFrame.number(out, "countNanosPerCall", truth.countNanos());
    TopFrame.number(out, "threadsRatio", truth.threadsRatio());
    out.writeEndObject();
    out.writeObjectFieldStart("model");
    TopFrame.number(out, "overhead", truth.modelRatio());
    TopFrame.number(out, "nanosPerCall", truth.modelNanosPerCall());
    out.writeBooleanField("withinInterval", truth.modelHolds());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void interval(JsonGenerator out, String name, Interval interval)
      throws IOException {
    out.writeObjectFieldStart(name);
    TopFrame.number(out, "value", interval.value());
    TopFrame.number(out, "low", interval.low());
    TopFrame.number(out, "high", interval.high());
    out.writeEndObject();
  }
}
