package dev.gemba.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the agent is doing. Immutable.
 *
 * @param version of Gemba
 * @param pid as the JVM itself sees it
 * @param started when this agent was started
 * @param attached whether the application was at work by then
 * @param stopped why it has gone dark by itself; null if it has not
 * @param dropped what Gemba could not keep or do, by reason
 * @param threads names of the agent's threads
 */
public record AgentStatus(
    String version,
    long pid,
    String service,
    Instant started,
    boolean attached,
    Config config,
    Weaving weaving,
    Profiling profiling,
    List<Exporter> exporters,
    String stopped,
    Map<String, Long> dropped,
    List<String> threads)
    implements JsonBody {

  /**
   * The config in force.
   *
   * @param origin the file as the user named it, or that there is none
   * @param file null without one
   * @param since when it came into force
   * @param enabled false if it says that Gemba is to do nothing
   * @param rejected a broken edit since then; null if there was none
   */
  public record Config(
      String origin,
      String file,
      Instant since,
      boolean enabled,
      List<String> problems,
      Rejected rejected) {
    public Config {
      problems = List.copyOf(problems);
    }
  }

  /** An edit that was broken and changed nothing. */
  public record Rejected(Instant at, List<String> problems) {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }

  /**
   * What is woven.
   *
   * @param pending classes that are still to be retransformed
   * @param failed classes that are left as they were, in whole or in part, for want of success
   * @param levels capture levels that were set by hand, by operation
   */
  public record Weaving(
      int targets, int classes, int methods, int pending, int failed, Map<String, String> levels) {
    public Weaving {
      levels = Collections.unmodifiableMap(new TreeMap<>(levels));
    }
  }

  /**
   * What is sampled.
   *
   * @param engine what takes samples; null if nothing does
   * @param sampled what of, and how often; empty if nothing is
   * @param problems why nothing better takes them, or nothing at all
   */
  public record Profiling(String engine, String sampled, List<String> problems) {
    public Profiling {
      problems = List.copyOf(problems);
    }
  }

  /**
   * An exporter.
   *
   * @param state {@code opening}, {@code open}, {@code failing} or {@code off}
   * @param message why it is failing or off; null otherwise
   * @param spans what became of them
   */
  public record Exporter(
      String name, String state, List<String> locations, String message, Spans spans) {
    public Exporter {
      locations = List.copyOf(locations);
    }
  }

  /**
   * What became of the spans that an exporter was to deliver; the other numbers add up to the
   * first.
   *
   * @param recorded for this exporter
   * @param spooled on disk
   * @param waiting in memory
   * @param dropped by reason
   */
  public record Spans(
      long recorded, long sent, long spooled, long waiting, Map<String, Long> dropped) {
    public Spans {
      dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
    }
  }

  public AgentStatus {
    exporters = List.copyOf(exporters);
    dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
    threads = List.copyOf(threads);
  }

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("version", version);
    out.writeNumberField("pid", pid);
    out.writeStringField("service", service);
    out.writeStringField("started", started.toString());
    out.writeBooleanField("attached", attached);
    writeConfig(out);
    writeWeaving(out);
    out.writeObjectFieldStart("profiling");
    out.writeStringField("engine", profiling.engine);
    out.writeStringField("sampled", profiling.sampled);
    JsonBody.writeTexts(out, "problems", profiling.problems);
    out.writeEndObject();
    writeExporters(out);
    out.writeStringField("stopped", stopped);
    writeNumbers(out, "dropped", dropped);
    JsonBody.writeTexts(out, "threads", threads);
    out.writeEndObject();
  }

  private void writeConfig(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("config");
    out.writeStringField("origin", config.origin);
    out.writeStringField("file", config.file);
    out.writeStringField("since", config.since.toString());
    out.writeBooleanField("watched", config.file != null);
    out.writeBooleanField("enabled", config.enabled);
    JsonBody.writeTexts(out, "problems", config.problems);
    if (config.rejected == null) {
      out.writeNullField("rejected");
    } else {
      out.writeObjectFieldStart("rejected");
      out.writeStringField("at", config.rejected.at.toString());
      JsonBody.writeTexts(out, "problems", config.rejected.problems);
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private void writeWeaving(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("weaving");
    out.writeNumberField("targets", weaving.targets);
    out.writeNumberField("classes", weaving.classes);
    out.writeNumberField("methods", weaving.methods);
    out.writeNumberField("pending", weaving.pending);
    out.writeNumberField("failed", weaving.failed);
    out.writeObjectFieldStart("levels");
    for (Map.Entry<String, String> e : weaving.levels.entrySet()) {
      out.writeStringField(e.getKey(), e.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void writeExporters(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("exporters");
    for (Exporter exporter : exporters) {
      out.writeStartObject();
      out.writeStringField("name", exporter.name);
      out.writeStringField("state", exporter.state);
      JsonBody.writeTexts(out, "locations", exporter.locations);
      out.writeStringField("message", exporter.message);
      writeSpans(out, exporter.spans);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeSpans(JsonGenerator out, Spans spans) throws IOException {
    out.writeObjectFieldStart("spans");
    out.writeNumberField("recorded", spans.recorded);
    out.writeNumberField("sent", spans.sent);
    out.writeNumberField("spooled", spans.spooled);
    out.writeNumberField("waiting", spans.waiting);
    writeNumbers(out, "dropped", spans.dropped);
    out.writeEndObject();
  }

  private static void writeNumbers(JsonGenerator out, String name, Map<String, Long> numbers)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> e : numbers.entrySet()) {
      out.writeNumberField(e.getKey(), e.getValue());
    }
    out.writeEndObject();
  }
}
