package dev.gemba.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.target.MethodQuestion;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What the targets make of methods that somebody asked about, as JSON.
 *
 * @param nothing why there are no such methods; null if there are
 * @param failures why classes could not be woven, by class
 */
record AnswerReport(
    String question,
    List<MethodQuestion.Verdict> verdicts,
    String nothing,
    Map<String, String> failures)
    implements JsonBody {

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("question", question);
    out.writeArrayFieldStart("methods");
    for (MethodQuestion.Verdict verdict : verdicts) {
      String failure = failures.get(verdict.className().replace('/', '.'));
      out.writeStartObject();
      out.writeStringField("method", verdict.signature());
      if (verdict.taken() >= 0 && failure == null) {
        out.writeNumberField("target", verdict.taken() + 1);
      } else {
        out.writeNullField("target");
      }
      out.writeStringField(
          "reason",
          verdict.taken() >= 0 && failure != null
              ? "target " + (verdict.taken() + 1) + " takes it, but its class: " + failure
              : verdict.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("nothing", nothing);
    out.writeEndObject();
  }
}
