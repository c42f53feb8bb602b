package dev.gemba.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.analyse.OperationRow;
import dev.gemba.agent.analyse.OperationTable;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * The operations at one moment. Immutable.
 *
 * @param uptimeSeconds of the JVM
 * @param window what happened in the last while; its rows are those of all operations, idle ones
 *     too
 * @param total what happened since the agent's start
 * @param levelOf the capture level of an operation
 * @param processCores CPUs that the process used in the window; NaN if unknown
 * @param overhead share of them that is the agent's; NaN if unknown
 */
public record TopFrame(
    Instant time,
    long pid,
    String service,
    double uptimeSeconds,
    OperationTable window,
    OperationTable total,
    Function<String, String> levelOf,
    double processCores,
    double overhead)
    implements JsonBody {

  private static final double NANOS = 1e9;

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    double seconds = window.elapsed().toNanos() / NANOS;
    Map<String, OperationRow> ever = new HashMap<>();
    total.operations().forEach(row -> ever.put(row.operation(), row));
    out.writeStartObject();
    out.writeStringField("time", time.toString());
    out.writeNumberField("pid", pid);
    out.writeStringField("service", service);
    number(out, "uptimeSeconds", uptimeSeconds);
    number(out, "windowSeconds", seconds);
    number(out, "processCores", processCores);
    number(out, "overhead", overhead);
    out.writeArrayFieldStart("operations");
    for (OperationRow row : window.operations()) {
      write(out, row, ever.getOrDefault(row.operation(), row), seconds);
    }
    out.writeEndArray();
    drops(out, "dropped", window.dropped());
    drops(out, "droppedSinceStart", total.dropped());
    out.writeEndObject();
  }

  private void write(JsonGenerator out, OperationRow row, OperationRow ever, double seconds)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("operation", row.operation());
    out.writeStringField("level", levelOf.apply(row.operation()));
    out.writeNumberField("calls", row.calls());
    out.writeNumberField("errors", row.errors());
    number(out, "rate", seconds > 0 ? row.calls() / seconds : Double.NaN);
    number(out, "share", row.share());
    number(out, "p50", row.p50());
    number(out, "p95", row.p95());
    number(out, "p99", row.p99());
    number(out, "totalTime", row.totalTime());
    number(out, "cpu", row.cost().cpu() / seconds);
    number(out, "alloc", row.cost().alloc() / seconds);
    number(out, "lock", row.cost().lock() / seconds);
    out.writeNumberField("callsSinceStart", ever.calls());
    out.writeNumberField("errorsSinceStart", ever.errors());
    number(out, "maxSinceStart", ever.max());
    out.writeEndObject();
  }

  /** Writes a number; JSON knows no NaN, which becomes null. */
  public static void number(JsonGenerator out, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumberField(name, value);
    } else {
      out.writeNullField(name);
    }
  }

  private static void drops(JsonGenerator out, String name, SortedMap<String, Long> dropped)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> e : dropped.entrySet()) {
      out.writeNumberField(e.getKey(), e.getValue());
    }
    out.writeEndObject();
  }
}
