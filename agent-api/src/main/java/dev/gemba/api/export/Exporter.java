package dev.gemba.api.export;

import java.util.List;

/**
 * Takes snapshots out of the process.
 *
 * <p>Gemba calls an exporter from one thread of its own, one call at a time, never from a thread of
 * the application. A call may block; while it does, further snapshots wait in a bounded queue and
 * then drop, counted under {@code gemba.dropped{reason="exporter-queue:NAME"}}. Whatever it throws
 * is counted and reported (throttled), and the exporter is called again after a pause.
 *
 * <p>Gemba does all trying again: an exporter sends once, and says by an {@link ExportException}
 * which spans may be tried again. They come back, before newer ones, with the metrics of the newest
 * snapshot.
 */
public interface Exporter {

  /**
   * Takes one snapshot out.
   *
   * @throws ExportException if not all of it was delivered, and it is known what was not
   * @throws Exception if it could not be delivered; its spans then count as dropped
   */
  void export(Snapshot snapshot) throws Exception;

  /**
   * Where a person finds the data, such as {@code http://127.0.0.1:9464/metrics} or a directory;
   * shown at start and by {@code status}.
   */
  default List<String> locations() {
    return List.of();
  }

  /**
   * Delivers what is still buffered and gives back every thread, port and file. Called once. Gemba
   * waits for it for two seconds at most when the JVM exits.
   */
  void close() throws Exception;
}
