package dev.gemba.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the file exporter wrote of profiles: one OTLP-JSON export request a line. */
final class ExportedProfiles {

  /**
   * A sample.
   *
   * @param frames names of methods
   * @param operation empty for none
   * @param spanId empty for none
   */
  record Sample(List<String> frames, String operation, String spanId) {}

  private final List<Sample> samples = new ArrayList<>();

  static ExportedProfiles in(Path directory) throws IOException {
    ExportedProfiles profiles = new ExportedProfiles();
    ExportedMetrics.forEachLine(directory.resolve("profiles.jsonl"), profiles::read);
    return profiles;
  }

  List<Sample> samples() {
    return samples;
  }

  private void read(JsonNode request) {
    JsonNode dictionary = request.path("dictionary");
    request
        .at("/resourceProfiles/0/scopeProfiles/0/profiles")
        .forEach(
            profile ->
                profile.path("samples").forEach(sample -> samples.add(read(dictionary, sample))));
  }

  private static Sample read(JsonNode dictionary, JsonNode sample) {
    JsonNode strings = dictionary.path("stringTable");
    List<String> frames = new ArrayList<>();
    int stack = sample.path("stackIndex").asInt();
    for (JsonNode location : dictionary.path("stackTable").path(stack).path("locationIndices")) {
      int function =
          dictionary
              .path("locationTable")
              .path(location.asInt())
              .at("/lines/0/functionIndex")
              .asInt();
      int name = dictionary.path("functionTable").path(function).path("nameStrindex").asInt();
      frames.add(strings.path(name).asText());
    }
    String operation = "";
    for (JsonNode index : sample.path("attributeIndices")) {
      JsonNode attribute = dictionary.path("attributeTable").path(index.asInt());
      if (strings.path(attribute.path("keyStrindex").asInt()).asText().equals("gemba.operation")) {
        operation = attribute.at("/value/stringValue").asText();
      }
    }
    JsonNode link = dictionary.path("linkTable").path(sample.path("linkIndex").asInt());
    return new Sample(frames, operation, link.path("spanId").asText());
  }
}
