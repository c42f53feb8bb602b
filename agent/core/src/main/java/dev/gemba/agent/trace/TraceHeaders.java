package dev.gemba.agent.trace;

import dev.gemba.bootstrap.Sampler;
import dev.gemba.bootstrap.TraceContext;
import java.util.List;

/**
 * The trace in the headers of a request. All formats are read, the first that is there and whole
 * counts; those that are configured are written. Immutable; for all threads.
 *
 * @param formats those to be written, by OpenTelemetry's names
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C, Trace Context</a>
 * @see <a href="https://www.w3.org/TR/baggage/">W3C, Baggage</a>
 * @see <a href="https://github.com/openzipkin/b3-propagation">B3 Propagation</a>
 */
record TraceHeaders(List<String> formats) {

  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";
  private static final String BAGGAGE = "baggage";

  /** Longer ones need not be handed on, says W3C; so much is. */
  private static final int LONGEST_TRACESTATE = 512;

  private static final int LONGEST_BAGGAGE = 8192;

  /** 00-, 32 digits, -, 16 digits, -, 2 digits. */
  private static final int TRACEPARENT_LENGTH = 55;

  static final int ID_DIGITS = 16;
  private static final int VERSION_FORBIDDEN = 0xff;

  TraceHeaders {
    formats = List.copyOf(formats);
  }

  /** Reads a header of a request by its name; null if there is none. */
  @FunctionalInterface
  interface Source {
    String header(String name) throws Throwable;
  }

  /** Sets a header of a request. */
  @FunctionalInterface
  interface Sink {
    void header(String name, String value) throws Throwable;
  }

  /** What a request carries on; null if nothing, or nothing that can be understood. */
  TraceContext read(Source source) throws Throwable {
    TraceContext w3c = w3c(source);
    if (w3c != null) {
      return w3c;
    }
    String single = source.header("b3");
    return single != null ? b3(single.split("-", -1)) : b3(b3Parts(source));
  }

  /** Hands a trace on with a request. */
  void write(TraceContext context, Sink sink) throws Throwable {
    TraceContext.Luggage luggage = context.luggage;
    for (String format : formats) {
      switch (format) {
        case "tracecontext" -> {
          sink.header(TRACEPARENT, context.traceparent());
          if (luggage != null && luggage.tracestate() != null) {
            sink.header(TRACESTATE, luggage.tracestate());
          }
        }
        case "baggage" -> {
          if (luggage != null && luggage.baggage() != null) {
            sink.header(BAGGAGE, luggage.baggage());
          }
        }
        case "b3" -> {
          String parent = context.traceparent();
          String ids = traceId(parent) + "-" + spanId(parent);
          sink.header("b3", ids + (context.sampled ? "-1" : "-0"));
        }
        default -> {
          String parent = context.traceparent();
          sink.header("X-B3-TraceId", traceId(parent));
          sink.header("X-B3-SpanId", spanId(parent));
          sink.header("X-B3-Sampled", context.sampled ? "1" : "0");
        }
      }
    }
  }

  /** 32 hexadecimal digits. */
  static String traceId(String traceparent) {
    return traceparent.substring(3, 3 + 2 * ID_DIGITS);
  }

  /** 16 hexadecimal digits. */
  static String spanId(String traceparent) {
    return traceparent.substring(4 + 2 * ID_DIGITS, TRACEPARENT_LENGTH - 3);
  }

  private static TraceContext w3c(Source source) throws Throwable {
    String parent = source.header(TRACEPARENT);
    if (parent == null || !isTraceparent(parent)) {
      return null;
    }
    long high = hex(parent, 3);
    long low = hex(parent, 3 + ID_DIGITS);
    long span = hex(parent, 4 + 2 * ID_DIGITS);
    boolean sampled = (hex(parent.charAt(TRACEPARENT_LENGTH - 1)) & 1) != 0;
    return (high | low) == 0 || span == 0
        ? null
        : new TraceContext(high, low, span, sampled, luggage(source));
  }

  private static TraceContext.Luggage luggage(Source source) throws Throwable {
    String state = source.header(TRACESTATE);
    String baggage = source.header(BAGGAGE);
    state = state == null || state.length() > LONGEST_TRACESTATE ? null : state;
    baggage = baggage == null || baggage.length() > LONGEST_BAGGAGE ? null : baggage;
    return state == null && baggage == null ? null : new TraceContext.Luggage(state, baggage);
  }

  /** Of the version that is known, or of a later one, which may only have more at its end. */
  private static boolean isTraceparent(String text) {
    int length = text.length();
    if (length < TRACEPARENT_LENGTH
        || text.charAt(2) != '-'
        || text.charAt(3 + 2 * ID_DIGITS) != '-'
        || text.charAt(TRACEPARENT_LENGTH - 3) != '-') {
      return false;
    }
    for (int i = 0; i < TRACEPARENT_LENGTH; i++) {
      boolean dash = i == 2 || i == 3 + 2 * ID_DIGITS || i == TRACEPARENT_LENGTH - 3;
      if (!dash && hex(text.charAt(i)) < 0) {
        return false;
      }
    }
    int version = hex(text.charAt(0)) << 4 | hex(text.charAt(1));
    return version == 0
        ? length == TRACEPARENT_LENGTH
        : version != VERSION_FORBIDDEN
            && (length == TRACEPARENT_LENGTH || text.charAt(TRACEPARENT_LENGTH) == '-');
  }

  private static String[] b3Parts(Source source) throws Throwable {
    String trace = source.header("X-B3-TraceId");
    if (trace == null) {
      return new String[0];
    }
    String span = String.valueOf(source.header("X-B3-SpanId"));
    String sampled = "1".equals(source.header("X-B3-Flags")) ? "d" : source.header("X-B3-Sampled");
    return sampled == null ? new String[] {trace, span} : new String[] {trace, span, sampled};
  }

  /** By trace, span and perhaps whether it is kept; null if these are no such things. */
  private static TraceContext b3(String[] parts) {
    if (parts.length < 2 || !isHex(parts[0], ID_DIGITS, 2 * ID_DIGITS)) {
      return null;
    }
    if (!isHex(parts[1], ID_DIGITS, ID_DIGITS)) {
      return null;
    }
    String trace = parts[0];
    long high = trace.length() > ID_DIGITS ? hex(trace, 0) : 0;
    long low = hex(trace, trace.length() - ID_DIGITS);
    long span = hex(parts[1], 0);
    if ((high | low) == 0 || span == 0) {
      return null;
    }
    String sampled = parts.length > 2 ? parts[2] : "";
    boolean kept =
        switch (sampled) {
          case "1", "d", "true" -> true;
          case "0", "false" -> false;
          default -> Sampler.wouldKeep(low);
        };
    return new TraceContext(high, low, span, kept, null);
  }

  private static boolean isHex(String text, int shortest, int longest) {
    if (text.length() != shortest && text.length() != longest) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (hex(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The number that 16 hexadecimal digits are. */
  static long hex(String text, int from) {
    long value = 0;
    for (int i = from; i < from + ID_DIGITS; i++) {
      value = value << 4 | hex(text.charAt(i));
    }
    return value;
  }

  /** -1 for what is no lower-case digit, as W3C has it. */
  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
