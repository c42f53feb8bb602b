package dev.gemba.exporter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real broker that is not there, comes, is killed, comes again, and stands still. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KafkaOutageIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int TRIES = 20;

  @TempDir private Path directory;

  private final List<Span> delivered = new ArrayList<>();
  private int traces;

  @Test
  void deliversWhatComesWhileThereIsABroker() throws Exception {
    int port = Ports.free();
    Exporter exporter =
        Samples.open("127.0.0.1:" + port, Map.of("timeout", TIMEOUT.toSeconds() + "s"));

    exportInVain(exporter, "no connection to a broker");
    try (KafkaBroker first = KafkaBroker.start(directory, port)) {
      exportUntilDelivered(exporter);
      exportUntilDelivered(exporter);
      first.signal("STOP");
      exportInVain(exporter, "");
      first.signal("CONT");
      exportUntilDelivered(exporter);
    }
    exportInVain(exporter, "");
    try (KafkaBroker second = KafkaBroker.start(directory, port)) {
      exportUntilDelivered(exporter);
      exporter.close();

      try (Topics topics = new Topics(second.address(), Map.of())) {
        assertThat(topics.spans("otlp_spans")).containsAll(delivered);
        assertThat(topics.messages("otlp_metrics")).isNotEmpty();
      }
    }
  }

  /** What was told to be delivered is, and the rest costs no more than the timeout. */
  private void exportInVain(Exporter exporter, String why) {
    long start = System.nanoTime();
    assertThatThrownBy(() -> exporter.export(Samples.at(++traces, Samples.metrics(1), trace())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("10 of 10 spans not delivered to otlp_spans at 127.0.0.1:")
        .hasMessageContaining(why);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plusSeconds(3));
  }

  /** As Gemba does: what failed is gone, what comes next is tried. */
  private void exportUntilDelivered(Exporter exporter) throws Exception {
    IOException last = null;
    for (int i = 0; i < TRIES; i++) {
      traces++;
      try {
        exporter.export(Samples.at(traces, Samples.metrics(1), trace()));
        delivered.addAll(trace());
        return;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private List<Span> trace() {
    return Samples.trace(traces, 10, Attributes.empty());
  }
}
