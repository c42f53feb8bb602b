package dev.gemba.exporter.pyroscope;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.ExportException.Undelivered;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import dev.gemba.exporter.http.Refusal;
import dev.gemba.exporter.http.RequestSender;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pushes the profiles of each snapshot at once, in one request. Not thread-safe; one call at a
 * time, as {@link Exporter} promises.
 *
 * <p>A call returns when the server has accepted, or throws when it has refused, or has not
 * answered within the timeout. What was not delivered is lost: there will be other profiles, of
 * much the same, and a server that has been away is better off without the old ones.
 */
final class PyroscopeExporter implements Exporter {

  private final PyroscopeSettings settings;
  private final RequestSender sender;

  PyroscopeExporter(PyroscopeSettings settings) {
    this.settings = settings;
    Map<String, String> headers = new HashMap<>(settings.headers());
    headers.put("Content-Type", "application/proto");
    this.sender = new RequestSender(settings.endpoint(), "pyroscope", headers);
  }

  @Override
  public void export(Snapshot snapshot) throws IOException, InterruptedException {
    int profiles = snapshot.profiles().size();
    byte[] request = PushRequest.of(snapshot, settings.labels());
    if (request.length == 0) {
      return;
    }
    Refusal refusal = post(request);
    if (refusal != null) {
      throw new ExportException(
          "%d profiles not delivered to %s: %s"
              .formatted(profiles, settings.endpoint(), refusal.text()),
          null,
          new Undelivered(List.of(), 0, 0, profiles, refusal.retryAfter(), false));
    }
  }

  private Refusal post(byte[] request) throws InterruptedException {
    try {
      return sender.post(request, System.nanoTime() + settings.timeout().toNanos());
    } catch (IOException e) {
      return Refusal.unanswered(e.getMessage());
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
