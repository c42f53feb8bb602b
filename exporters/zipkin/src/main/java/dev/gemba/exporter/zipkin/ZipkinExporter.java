package dev.gemba.exporter.zipkin;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.ExportException.Undelivered;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import dev.gemba.exporter.http.Refusal;
import dev.gemba.exporter.http.RequestSender;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Posts the spans of each snapshot at once, in as many requests as it takes. Not thread-safe; one
 * call at a time, as {@link Exporter} promises.
 *
 * <p>A call returns when the server has accepted all of them, or throws when it has refused, or has
 * not answered within the timeout. Nothing is sent twice here; what may be tried again is told by
 * an {@link ExportException}. A request whose answer was lost may have been accepted, and is tried
 * again all the same: Zipkin shows a span that it has twice once, but counts its call twice among
 * the dependencies of services.
 */
final class ZipkinExporter implements Exporter {

  /** Of each request: {@link RequestBody}. */
  static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/json", "Content-Encoding", "gzip");

  private final ZipkinSettings settings;
  private final RequestSender sender;

  ZipkinExporter(ZipkinSettings settings) {
    this.settings = settings;
    this.sender = new RequestSender(settings.endpoint(), "zipkin", HEADERS);
  }

  @Override
  public void export(Snapshot snapshot) throws IOException, InterruptedException {
    List<Span> spans = snapshot.spans();
    SpanJson json = new SpanJson(snapshot.resource());
    long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    int done = 0;
    int refused = 0;
    Refusal last = null;
    while (done < spans.size()) {
      RequestBody body = new RequestBody(json);
      int end = done;
      while (end < spans.size() && !body.isFull()) {
        body.add(spans.get(end++));
      }
      Refusal refusal = post(body, deadlineNanos);
      if (refusal != null && refusal.invitesRetry()) {
        // What makes one request fail makes the next fail too, and costs its timeout again.
        throw failure(refusal, spans.subList(done, spans.size()), refused, spans.size());
      }
      if (refusal != null) {
        last = refusal;
        refused += end - done;
      }
      done = end;
    }
    if (last != null) {
      throw failure(last, List.of(), refused, spans.size());
    }
  }

  private Refusal post(RequestBody body, long deadlineNanos)
      throws IOException, InterruptedException {
    byte[] gzip = body.gzip();
    try {
      return sender.post(gzip, deadlineNanos);
    } catch (IOException e) {
      return Refusal.unanswered(e.getMessage());
    }
  }

  private ExportException failure(Refusal refusal, List<Span> toRetry, int refused, int of) {
    return new ExportException(
        "%d of %d spans not delivered to %s: %s"
            .formatted(toRetry.size() + refused, of, settings.endpoint(), refusal.text()),
        null,
        new Undelivered(toRetry, refused, 0, refusal.retryAfter(), false));
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
