package dev.gemba.agent.pipeline;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Exports so that OpenTelemetry's agent, if it is in the process, does not take the requests of an
 * exporter for the application's: it instruments their libraries wherever they are. For one thread.
 */
final class Unwatched {

  /** Where its agent has what runs something without being watched, by version. */
  private static final String[] PLACES = {
    "io.opentelemetry.javaagent.shaded.io.opentelemetry.api.impl.InstrumentationUtil",
    "io.opentelemetry.javaagent.shaded.io.opentelemetry.api.internal.InstrumentationUtil"
  };

  private MethodHandle suppressing;

  /**
   * Exports a snapshot.
   *
   * @throws Exception whatever the exporter throws
   */
  void export(Exporter exporter, Snapshot snapshot) throws Exception {
    if (suppressing == null) {
      suppressing = find();
    }
    Attempt attempt = new Attempt(exporter, snapshot);
    if (suppressing != null) {
      try {
        suppressing.invokeExact((Runnable) attempt);
      } catch (Throwable e) {
        // Its own fault, which is not the exporter's; what was not begun is done without it.
        suppressing = null;
      }
    }
    attempt.end();
  }

  /** Looked for again as long as it is not there: that agent may come later. */
  private static MethodHandle find() {
    for (String place : PLACES) {
      try {
        return MethodHandles.publicLookup()
            .findStatic(
                Class.forName(place, true, null),
                "suppressInstrumentation",
                MethodType.methodType(void.class, Runnable.class));
      } catch (ReflectiveOperationException | LinkageError absent) {
        // Not there, or of another version.
      }
    }
    return null;
  }

  private static final class Attempt implements Runnable {
    private final Exporter exporter;
    private final Snapshot snapshot;
    private boolean made;
    private Throwable failed;

    Attempt(Exporter exporter, Snapshot snapshot) {
      this.exporter = exporter;
      this.snapshot = snapshot;
    }

    @Override
    public void run() {
      made = true;
      try {
        exporter.export(snapshot);
      } catch (Throwable e) {
        failed = e;
      }
    }

    /** Makes the attempt if it was not made, and throws what it came to. */
    void end() throws Exception {
      if (!made) {
        run();
      }
      if (failed instanceof Error error) {
        throw error;
      }
      if (failed != null) {
        throw (Exception) failed;
      }
    }
  }
}
