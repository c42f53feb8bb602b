package dev.gemba.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.profile.ProfileOrder;
import dev.gemba.agent.profile.Profiler.Recorded;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * What there is to say about a profile.
 *
 * @param operation that was asked for; null if none was
 * @param methods of the operation, as the profile names them
 */
record ProfileHead(ProfileOrder order, String operation, Set<String> methods, Recorded recorded)
    implements JsonBody {

  ProfileHead {
    methods = Set.copyOf(methods);
  }

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("profile");
    out.writeStringField("event", order.event().text());
    out.writeNumberField("interval", order.interval());
    out.writeNumberField("seconds", order.length().toMillis() / 1e3);
    out.writeStringField("engine", recorded.engine());
    JsonBody.writeTexts(out, "problems", recorded.problems());
    if (operation != null) {
      out.writeStringField("operation", operation);
      JsonBody.writeTexts(out, "methods", List.copyOf(methods));
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
