package dev.gemba.agent.pipeline;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Spans as bytes: a version, the snapshot's time, the resource, the spans. Texts are a length and
 * UTF-8. Metrics are left out.
 *
 * <p>The model's spans rather than an exporter's request: the spool then serves every exporter, and
 * what it holds can still be sent after the config has changed the protocol.
 */
final class SpanCodec {

  private static final int VERSION = 1;

  /** As much as exporters put into a request. */
  private static final int MAX_SPANS = 1000;

  private static final int FULL_BYTES = 512 << 10;

  private SpanCodec() {}

  /** Some of a snapshot's spans, encoded. */
  @SuppressWarnings("ArrayRecordComponent") // written to disk at once, never compared
  record Encoded(byte[] payload, int spans) {}

  /** As many of the spans, from this one on, as one record should hold. */
  static Encoded encode(Snapshot snapshot, int from) throws IOException {
    ByteArrayOutputStream spanBytes = new ByteArrayOutputStream(16 << 10);
    DataOutputStream out = new DataOutputStream(spanBytes);
    List<Span> spans = snapshot.spans();
    int next = from;
    while (next < spans.size() && next - from < MAX_SPANS && spanBytes.size() < FULL_BYTES) {
      write(spans.get(next++), out);
    }
    ByteArrayOutputStream payload = new ByteArrayOutputStream(spanBytes.size() + 1024);
    DataOutputStream head = new DataOutputStream(payload);
    head.writeByte(VERSION);
    Instant time = snapshot.time();
    head.writeLong(time.getEpochSecond());
    head.writeInt(time.getNano());
    write(snapshot.resource().attributes(), head);
    head.writeInt(next - from);
    spanBytes.writeTo(payload);
    return new Encoded(payload.toByteArray(), next - from);
  }

  /**
   * A snapshot of nothing but spans.
   *
   * @throws IOException if these are not the bytes of one
   */
  static Snapshot decode(byte[] payload) throws IOException {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException("spans of version " + version + ", which this Gemba cannot read");
      }
      Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
      Resource resource = new Resource(readAttributes(in));
      int count = in.readInt();
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        spans.add(readSpan(in));
      }
      return new Snapshot(resource, time, time, List.of(), spans);
    } catch (RuntimeException e) {
      throw new IOException("no spans: " + e, e);
    }
  }

  private static void write(Span span, DataOutputStream out) throws IOException {
    write(span.traceId(), out);
    write(span.spanId(), out);
    write(span.parentSpanId(), out);
    write(span.name(), out);
    write(span.kind().name(), out);
    out.writeLong(span.startEpochNanos());
    out.writeLong(span.endEpochNanos());
    write(span.attributes(), out);
    out.writeBoolean(span.errorType() != null);
    if (span.errorType() != null) {
      write(span.errorType(), out);
    }
    write(span.traceState(), out);
  }

  private static Span readSpan(DataInputStream in) throws IOException {
    return new Span(
        readText(in),
        readText(in),
        readText(in),
        readText(in),
        Span.Kind.valueOf(readText(in)),
        in.readLong(),
        in.readLong(),
        readAttributes(in),
        in.readBoolean() ? readText(in) : null,
        readText(in));
  }

  private static void write(Attributes attributes, DataOutputStream out) throws IOException {
    out.writeInt(attributes.values().size());
    for (Map.Entry<String, Object> attribute : attributes.values().entrySet()) {
      write(attribute.getKey(), out);
      Object value = attribute.getValue();
      if (value instanceof String text) {
        out.writeByte('s');
        write(text, out);
      } else if (value instanceof Long number) {
        out.writeByte('l');
        out.writeLong(number);
      } else if (value instanceof Double number) {
        out.writeByte('d');
        out.writeDouble(number);
      } else {
        out.writeByte('b');
        out.writeBoolean((Boolean) value);
      }
    }
  }

  private static Attributes readAttributes(DataInputStream in) throws IOException {
    int count = in.readInt();
    Map<String, Object> values = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      values.put(readText(in), readValue(in));
    }
    return new Attributes(values);
  }

  private static Object readValue(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    return switch (type) {
      case 's' -> readText(in);
      case 'l' -> (Object) in.readLong();
      case 'd' -> (Object) in.readDouble();
      case 'b' -> (Object) in.readBoolean();
      default -> throw new IOException("a value of type " + type);
    };
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text of " + length + " bytes where " + in.available() + " are left");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
