package dev.gemba.exporter.zipkin;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads what the exporter wrote, with a parser. */
final class Json {

  private Json() {}

  static List<Map<String, Object>> unpacked(byte[] gzip) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return objects(in.readAllBytes());
    }
  }

  static List<Map<String, Object>> objects(byte[] json) throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Object each : JSON.std.listFrom(json)) {
      objects.add(object(each));
    }
    return objects;
  }

  @SuppressWarnings("unchecked") // what the parser makes of a JSON object
  static Map<String, Object> object(Object parsed) {
    return (Map<String, Object>) parsed;
  }
}
