package dev.gemba.agent.record;

import dev.gemba.api.export.Attributes;
import dev.gemba.bootstrap.Facade;
import dev.gemba.bootstrap.Probe;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The parts that spans have in common, made once instead of for each: spans live long enough to be
 * copied by the garbage collector again and again, and three quarters of a span would be these. For
 * one thread.
 */
final class SharedParts {

  private static final HexFormat HEX = HexFormat.of();

  /** A power of two: what is found again are parents of spans that ended a moment ago. */
  private static final int IDS = 512;

  /** Of the calls of a method on a thread, as far as nothing was captured. */
  private record Plain(long threadId, Attributes attributes) {}

  private final long[] ids = new long[IDS];
  private final String[] idTexts = new String[IDS];
  private long traceHigh;
  private long traceLow;
  private String traceText = traceIdOf(0, 0);

  // Probes are never forgotten, so this holds none of them back.
  private final IdentityHashMap<Probe, Plain> plain = new IdentityHashMap<>();

  /** 32 hexadecimal digits. */
  String traceId(long high, long low) {
    if (high != traceHigh || low != traceLow) {
      traceHigh = high;
      traceLow = low;
      traceText = traceIdOf(high, low);
    }
    return traceText;
  }

  /** 16 hexadecimal digits. */
  String spanId(long id) {
    int slot = (int) id & (IDS - 1);
    if (idTexts[slot] == null || ids[slot] != id) {
      ids[slot] = id;
      idTexts[slot] = HEX.toHexDigits(id);
    }
    return idTexts[slot];
  }

  /**
   * What is known of a call.
   *
   * @param captured names and values by turns; may be null
   */
  Attributes attributes(Probe probe, long threadId, Object[] captured) {
    Plain known = plain.get(probe);
    if (known == null || known.threadId != threadId) {
      // Spans come a thread at a time.
      known = new Plain(threadId, plainAttributes(probe, threadId, known));
      plain.put(probe, known);
    }
    return captured == null ? known.attributes : with(known.attributes, captured);
  }

  private static Attributes plainAttributes(Probe probe, long threadId, Plain ofAnotherThread) {
    if (ofAnotherThread != null) {
      return ofAnotherThread.attributes.with("thread.id", threadId);
    }
    Attributes thread = Attributes.of("thread.id", threadId);
    return probe.className.equals(Facade.CLASS_NAME)
        ? thread
        : thread.with("code.function.name", probe.className + "." + probe.methodName);
  }

  private static Attributes with(Attributes plain, Object[] captured) {
    Map<String, Object> all = new HashMap<>(plain.values());
    for (int i = 0; i < captured.length; i += 2) {
      String name = (String) captured[i];
      if (name != null && !name.isEmpty() && captured[i + 1] != null) {
        all.put(name, captured[i + 1]);
      }
    }
    return new Attributes(all);
  }

  private static String traceIdOf(long high, long low) {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}
