package dev.gemba.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.profile.LeakRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * What there is to say about a recording of objects that stay.
 *
 * @param paths whether it says what holds them
 * @param operations by method, as profilers name these
 */
record LeaksHead(
    Duration length, boolean paths, LeakRecorder.Recorded recorded, Map<String, String> operations)
    implements JsonBody {

  LeaksHead {
    operations = Map.copyOf(operations);
  }

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("leaks");
    out.writeNumberField("seconds", length.toMillis() / 1e3);
    out.writeBooleanField("paths", paths);
    out.writeStringField("start", recorded.start().toString());
    out.writeNumberField("pauseSeconds", recorded.pauseSeconds());
    out.writeObjectFieldStart("operations");
    for (Map.Entry<String, String> operation : operations.entrySet()) {
      out.writeStringField(operation.getKey(), operation.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
  }
}
