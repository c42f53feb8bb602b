package dev.gemba.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.bootstrap.Drop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropMeaningTest {

  @Test
  void explainsEveryReasonThatTheBridgeKnows() {
    for (int reason = 0; reason < Drop.REASONS; reason++) {
      assertThat(DropMeaning.of(Drop.name(reason))).as(Drop.name(reason)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exporter-queue,too slow",
    "exporter,failed to deliver",
    "exporter-rejected,left out",
    "exporter-shutdown,had to end",
    "exporter-off,could not be opened",
    "exporter-spool-full,spool.size",
    "exporter-spool-unreadable,in pieces"
  })
  void explainsExportersByTheirKind(String kind, String meaning) {
    assertThat(DropMeaning.of(kind + ":otlp")).contains(meaning);
  }

  @Test
  void saysNothingOfWhatItDoesNotKnow() {
    assertThat(DropMeaning.of("of a later version")).isEmpty();
  }
}
