package dev.gemba.exporter.zipkin;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.util.List;

/**
 * Posts the spans of each snapshot at once, in as many requests as it takes. Not thread-safe; one
 * call at a time, as {@link Exporter} promises.
 *
 * <p>A call returns when the server has accepted all of them, or throws when it has refused, or has
 * not answered within the timeout. Nothing is tried twice: a request whose answer was lost may have
 * been accepted, and Zipkin would then count its calls twice.
 */
final class ZipkinExporter implements Exporter {

  private final ZipkinSettings settings;
  private final RequestSender sender;

  ZipkinExporter(ZipkinSettings settings) {
    this.settings = settings;
    this.sender = new RequestSender(settings.endpoint());
  }

  @Override
  public void export(Snapshot snapshot) throws IOException, InterruptedException {
    List<Span> spans = snapshot.spans();
    SpanJson json = new SpanJson(snapshot.resource());
    long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    int delivered = 0;
    while (delivered < spans.size()) {
      RequestBody body = new RequestBody(json);
      int end = delivered;
      while (end < spans.size() && !body.isFull()) {
        body.add(spans.get(end++));
      }
      try {
        sender.post(body.gzip(), deadlineNanos);
      } catch (IOException e) {
        // What makes one request fail makes the next fail too, and costs its timeout again.
        throw new IOException(
            "%d of %d spans not delivered to %s: %s"
                .formatted(
                    spans.size() - delivered, spans.size(), settings.endpoint(), e.getMessage()),
            e);
      }
      delivered = end;
    }
  }

  @Override
  public List<String> locations() {
    return List.of(settings.endpoint().toString());
  }

  @Override
  public void close() {
    sender.close();
  }
}
