package dev.gemba.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.bootstrap.Drop;
import org.junit.jupiter.api.Test;

class DropMeaningTest {

  @Test
  void explainsEveryReasonThatTheBridgeKnows() {
    for (int reason = 0; reason < Drop.REASONS; reason++) {
      assertThat(DropMeaning.of(Drop.name(reason))).as(Drop.name(reason)).isNotEmpty();
    }
  }

  @Test
  void explainsExportersByTheirKind() {
    assertThat(DropMeaning.of("exporter-queue:otlp")).contains("too slow");
    assertThat(DropMeaning.of("exporter:otlp")).contains("failed to deliver");
    assertThat(DropMeaning.of("of a later version")).isEmpty();
  }
}
