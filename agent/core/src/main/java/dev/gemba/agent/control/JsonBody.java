package dev.gemba.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Something that is told as one JSON object. */
@FunctionalInterface
public interface JsonBody {

  /** Writes the object, braces included. */
  void writeTo(JsonGenerator out) throws IOException;

  /** Writes a list of texts under a name. */
  static void writeTexts(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }
}
