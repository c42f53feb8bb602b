package dev.gemba.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Something that is told as one JSON object. */
@FunctionalInterface
public interface JsonBody {

  /** Writes the object, braces included. */
  void writeTo(JsonGenerator out) throws IOException;
}
