package dev.gemba.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.analyse.Trend;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.profile.LeakRecorder;
import dev.gemba.agent.runtime.ClassHistogram;
import dev.gemba.agent.runtime.GarbageCollection;
import dev.gemba.agent.runtime.Growth;
import dev.gemba.agent.runtime.HeapInspection;
import dev.gemba.agent.runtime.MemoryState;
import java.io.IOException;
import java.util.Locale;

/**
 * What is in memory, as JSON; numbers that are not known are left out.
 *
 * @param inspection says what a look at the heap would take
 */
record HeapReport(MemoryState memory, HeapInspection inspection) implements JsonBody {

  private static final String BYTES = "bytes";
  private static final String SECONDS = "seconds";
  private static final String INSTANCES = "instances";

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("uptimeSeconds", memory.uptimeSeconds());
    writePools(out);
    writeBuffers(out);
    out.writeNumberField("threads", memory.threads());
    out.writeObjectFieldStart("classes");
    out.writeNumberField("loaded", memory.classesLoaded());
    out.writeNumberField("unloaded", memory.classesUnloaded());
    out.writeEndObject();
    writeGrowths(out);
    writeCollections(out);
    writeEstimates(out);
    out.writeEndObject();
  }

  private void writePools(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("pools");
    for (MemoryState.Pool pool : memory.pools()) {
      out.writeStartObject();
      out.writeStringField("name", pool.name());
      out.writeBooleanField("heap", pool.heap());
      out.writeNumberField("used", pool.used());
      known(out, "usedAfterCollection", pool.afterCollection());
      out.writeNumberField("committed", pool.committed());
      known(out, "limit", pool.limit());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void writeBuffers(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("buffers");
    for (MemoryState.Buffers buffers : memory.buffers()) {
      out.writeStartObject();
      out.writeStringField("name", buffers.name());
      out.writeNumberField("count", buffers.count());
      known(out, BYTES, buffers.bytes());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void writeGrowths(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("trends");
    for (Growth growth : memory.growths()) {
      Trend trend = growth.trend();
      out.writeStartObject();
      out.writeStringField("name", growth.name());
      out.writeStringField("unit", growth.unit());
      known(out, "value", growth.value());
      out.writeNumberField("windows", growth.windows());
      out.writeNumberField("windowsNeeded", Trend.FEWEST);
      out.writeNumberField("windowSeconds", growth.windowSeconds());
      if (trend != null) {
        out.writeBooleanField("growing", trend.growing());
        out.writeNumberField("confidence", trend.confidence());
        out.writeNumberField("perSecond", trend.perSecond());
      }
      if (!Double.isNaN(growth.exhaustionSeconds())) {
        out.writeNumberField("exhaustionSeconds", growth.exhaustionSeconds());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void writeCollections(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("collections");
    for (GarbageCollection collection : memory.collections()) {
      out.writeStartObject();
      out.writeNumberField("uptimeSeconds", collection.startSeconds());
      out.writeStringField("name", collection.name());
      out.writeStringField("action", collection.action());
      out.writeStringField("cause", collection.cause());
      out.writeBooleanField("pause", collection.isPause());
      out.writeNumberField(SECONDS, collection.seconds());
      out.writeNumberField("bytesBefore", collection.bytesBefore());
      out.writeNumberField("bytesAfter", collection.bytesAfter());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void writeEstimates(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("pauses");
    for (HeapInspection.Kind kind : HeapInspection.Kind.values()) {
      HeapInspection.Estimate estimate = inspection.estimate(kind);
      out.writeObjectFieldStart(kind.name().toLowerCase(Locale.ROOT));
      out.writeNumberField(SECONDS, estimate.seconds());
      if (kind == HeapInspection.Kind.PATHS) {
        out.writeNumberField("mostSeconds", LeakRecorder.MOST_FOR_PATHS.toSeconds());
      }
      out.writeStringField("reckoned", estimate.reckoned());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void known(JsonGenerator out, String name, long value) throws IOException {
    if (value >= 0) {
      out.writeNumberField(name, value);
    }
  }

  static JsonBody of(HeapInspection.Counted counted, int top) {
    ClassHistogram histogram = counted.histogram();
    return out -> {
      out.writeStartObject();
      writeCost(out, counted.cost());
      out.writeNumberField("classes", histogram.rows().size());
      out.writeNumberField(INSTANCES, histogram.instances());
      out.writeNumberField(BYTES, histogram.bytes());
      out.writeArrayFieldStart("histogram");
      for (ClassHistogram.Row row :
          histogram.rows().subList(0, Math.min(top, histogram.rows().size()))) {
        out.writeStartObject();
        out.writeStringField("class", row.type());
        out.writeNumberField(INSTANCES, row.instances());
        out.writeNumberField(BYTES, row.bytes());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    };
  }

  static JsonBody of(HeapInspection.Dumped dumped, String file) {
    return out -> {
      out.writeStartObject();
      writeCost(out, dumped.cost());
      out.writeStringField("file", file);
      out.writeNumberField(BYTES, dumped.bytes());
      out.writeEndObject();
    };
  }

  private static void writeCost(JsonGenerator out, HeapInspection.Cost cost) throws IOException {
    out.writeNumberField("pauseSeconds", cost.pauseSeconds());
    out.writeNumberField(SECONDS, cost.seconds());
  }
}
