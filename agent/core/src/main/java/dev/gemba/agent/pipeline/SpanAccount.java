package dev.gemba.agent.pipeline;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the spans that an exporter was to deliver: {@code recorded = sent + spooled +
 * waiting + dropped}, always.
 *
 * @param recorded handed to the exporter, or found in its spool when it was opened
 * @param sent accepted by the server
 * @param spooled on disk, for a server that cannot be reached
 * @param waiting in memory, those on their way included
 * @param dropped by reason, as in {@code gemba.dropped} without the exporter's name
 */
public record SpanAccount(
    long recorded, long sent, long spooled, long waiting, Map<String, Long> dropped) {

  static final SpanAccount EMPTY = new SpanAccount(0, 0, 0, 0, Map.of());

  public SpanAccount {
    dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
  }

  /** All that will not arrive. */
  public long lost() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether nothing is missing, and nothing counted twice. */
  public boolean addsUp() {
    return recorded == sent + spooled + waiting + lost();
  }
}
