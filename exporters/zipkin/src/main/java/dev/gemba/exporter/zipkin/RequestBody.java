package dev.gemba.exporter.zipkin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.api.export.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A JSON list of spans, compressed as it is written: of the third of a megabyte that a thousand
 * spans with three attributes take, an eighth is left. Of one thread.
 */
final class RequestBody {

  private static final int MAX_SPANS = 1000;

  /** Servers bound what they take in: Zipkin's, by its library's default, ten times this. */
  private static final int FULL_BYTES = 1 << 20;

  private static final JsonFactory FACTORY = new JsonFactory();

  private final SpanJson spanJson;
  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(16 << 10);
  private final CountingGzip gzip = new CountingGzip(compressed);
  private final JsonGenerator json;
  private int spans;

  RequestBody(SpanJson spanJson) throws IOException {
    this.spanJson = spanJson;
    // Through a writer, which makes a question mark of half a surrogate pair. Values are cut to
    // length by the agent, and given the bytes to write, Jackson would refuse such a cut.
    this.json = FACTORY.createGenerator(new OutputStreamWriter(gzip, StandardCharsets.UTF_8));
    json.writeStartArray();
  }

  /** Whether what comes next belongs into another request. */
  boolean isFull() {
    return spans >= MAX_SPANS || gzip.bytesTaken() >= FULL_BYTES;
  }

  void add(Span span) throws IOException {
    spanJson.write(span, json);
    spans++;
  }

  /** The whole of it. Nothing can be added afterwards. */
  byte[] gzip() throws IOException {
    json.writeEndArray();
    json.close();
    return compressed.toByteArray();
  }

  private static final class CountingGzip extends GZIPOutputStream {

    CountingGzip(OutputStream to) throws IOException {
      super(to);
    }

    long bytesTaken() {
      return def.getBytesRead();
    }
  }
}
