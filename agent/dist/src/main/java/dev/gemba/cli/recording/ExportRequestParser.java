package dev.gemba.cli.recording;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one line: an {@code ExportMetricsServiceRequest}, an {@code ExportTraceServiceRequest} or
 * an {@code ExportProfilesServiceRequest}. A line counts as a whole or not at all, so that one cut
 * off by a crash leaves nothing behind.
 */
final class ExportRequestParser {

  private final JsonCursor json;
  private final List<ExportRequest.ResourceMetrics> processes = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final ProfilesParser profiles;
  private Attributes resource;
  private boolean known;

  private ExportRequestParser(JsonCursor json) {
    this.json = json;
    this.profiles = new ProfilesParser(json);
  }

  /**
   * @throws IOException if the line is no such request, or is cut off
   * @throws IllegalArgumentException if it holds values that contradict each other
   */
  static ExportRequest parse(String line) throws IOException {
    try (JsonCursor json = new JsonCursor(line)) {
      return new ExportRequestParser(json).read();
    }
  }

  private ExportRequest read() throws IOException {
    json.object(
        field -> {
          switch (field) {
            case "resourceMetrics" -> readEach(this::readResourceMetrics);
            case "resourceSpans" -> readEach(this::readResourceSpans);
            case "resourceProfiles" -> readEach(this::readResourceProfiles);
            case "dictionary" -> profiles.readDictionary();
            default -> json.skip();
          }
        });
    json.end();
    if (!known) {
      throw new IOException("found none of resourceMetrics, resourceSpans and resourceProfiles");
    }
    return new ExportRequest(processes, spans, profiles.profiles());
  }

  private void readEach(JsonCursor.Elements elements) throws IOException {
    known = true;
    json.array(elements);
  }

  private void readResourceMetrics() throws IOException {
    resource = Attributes.empty();
    List<ExportRequest.Points> metrics = new ArrayList<>();
    json.object(
        field -> {
          switch (field) {
            case "resource" -> json.object(this::readResource);
            case "scopeMetrics" ->
                json.array(
                    () -> readScope("metrics", () -> metrics.add(new MetricParser(json).read())));
            default -> json.skip();
          }
        });
    processes.add(new ExportRequest.ResourceMetrics(resource, metrics));
  }

  private void readResourceSpans() throws IOException {
    json.object(
        field -> {
          if (field.equals("scopeSpans")) {
            json.array(() -> readScope("spans", () -> spans.add(new SpanParser(json).read())));
          } else {
            json.skip();
          }
        });
  }

  private void readResourceProfiles() throws IOException {
    json.object(
        field -> {
          if (field.equals("scopeProfiles")) {
            json.array(() -> readScope("profiles", profiles::readProfile));
          } else {
            json.skip();
          }
        });
  }

  private void readScope(String wanted, JsonCursor.Elements elements) throws IOException {
    json.object(
        field -> {
          if (field.equals(wanted)) {
            json.array(elements);
          } else {
            json.skip();
          }
        });
  }

  private void readResource(String field) throws IOException {
    if (field.equals("attributes")) {
      resource = new AttributesParser(json).read();
    } else {
      json.skip();
    }
  }
}
