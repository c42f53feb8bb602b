package dev.gemba.agent.trace;

import dev.gemba.bootstrap.TraceContext;
import java.nio.charset.StandardCharsets;

/**
 * What a log event is told of the span that it is written in, by the names that OpenTelemetry has
 * for it.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/">
 *     OpenTelemetry, trace context in non-OTLP log formats</a>
 */
final class LogIds {

  static final String TRACE_ID = "trace_id";

  /** Of a number in hexadecimal, which has as many digits to choose from. */
  private static final int DIGITS = 16;

  private LogIds() {}

  /** Takes a name and a value. */
  @FunctionalInterface
  interface Sink {
    void put(String name, String value) throws Throwable;
  }

  /** Tells of a span. */
  static void tell(TraceContext span, Sink sink) throws Throwable {
    sink.put(TRACE_ID, hex(span.traceHigh, span.traceLow));
    sink.put("span_id", hex(span.spanId));
    sink.put("trace_flags", span.sampled ? "01" : "00");
  }

  /** 16 digits for each number: a log event must not wait for a formatter. */
  static String hex(long... numbers) {
    byte[] text = new byte[numbers.length * DIGITS];
    for (int i = 0; i < text.length; i++) {
      int shift = (DIGITS - 1 - i % DIGITS) * Integer.numberOfTrailingZeros(DIGITS);
      int digit = (int) (numbers[i / DIGITS] >>> shift) & (DIGITS - 1);
      text[i] = (byte) Character.forDigit(digit, DIGITS);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
