package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Without OpenTelemetry's agent; {@code OpenTelemetryIT} is beside it. */
class UnwatchedTest {

  /** Fails with what it is given, if anything. */
  private static final class TestExporter implements Exporter {
    private final Throwable failure;
    private int exports;

    TestExporter(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public void export(Snapshot snapshot) throws Exception {
      exports++;
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (Exception) failure;
      }
    }

    @Override
    public void close() {}
  }

  private final Unwatched unwatched = new Unwatched();

  @Test
  void exportsOnce() throws Exception {
    TestExporter exporter = new TestExporter(null);

    unwatched.export(exporter, null);

    assertThat(exporter.exports).isEqualTo(1);
  }

  @Test
  void throwsWhatTheExporterThrows() {
    Throwable refused = new IOException("refused");
    Throwable gone = new NoClassDefFoundError("gone");

    assertThatThrownBy(() -> unwatched.export(new TestExporter(refused), null)).isSameAs(refused);
    assertThatThrownBy(() -> unwatched.export(new TestExporter(gone), null)).isSameAs(gone);
  }
}
