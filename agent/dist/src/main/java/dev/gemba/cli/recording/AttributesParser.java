package dev.gemba.cli.recording;

import dev.gemba.api.export.Attributes;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code [{"key":"k","value":{"stringValue":"v"}}]}. Used once. */
final class AttributesParser {

  private final JsonCursor json;
  private final Map<String, Object> attributes = new TreeMap<>();
  private String key;
  private Object value;

  AttributesParser(JsonCursor json) {
    this.json = json;
  }

  Attributes read() throws IOException {
    json.array(this::readOne);
    return attributes.isEmpty() ? Attributes.empty() : new Attributes(attributes);
  }

  private void readOne() throws IOException {
    key = "";
    value = "";
    json.object(
        field -> {
          switch (field) {
            case "key" -> key = json.text();
            case "value" -> json.object(this::readValue);
            default -> json.skip();
          }
        });
    if (!key.isEmpty()) {
      attributes.put(key, value);
    }
  }

  /** Lists and maps become their JSON text: they still tell one series from another. */
  private void readValue(String kind) throws IOException {
    value =
        switch (kind) {
          case "stringValue", "bytesValue" -> json.text();
          case "boolValue" -> json.truth();
          case "intValue" -> json.integer();
          case "doubleValue" -> json.number();
          default -> json.raw();
        };
  }
}
