package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

  @Property
  void readsEveryPercentage(@ForAll @IntRange(min = 0, max = 10_000) int hundredths) {
    String text = hundredths / 100 + "." + hundredths % 100 / 10 + hundredths % 10 + "%";
    assertThat(Quantities.ratio(text)).isEqualTo(hundredths / 10_000.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "%", "5", "-1%", "100.01%", "1e1%", "5%%", ".5%", "5.%", "NaN%", "1,5%"})
  void readsNothingElseAsAPercentage(String text) {
    assertThat(Quantities.ratio(text)).isNaN();
  }

  @Property
  void readsEveryDuration(@ForAll @LongRange(min = 1, max = 1_000_000) long number) {
    assertThat(Quantities.duration(number + "ns")).isEqualTo(Duration.ofNanos(number));
    assertThat(Quantities.duration(number + "ms")).isEqualTo(Duration.ofMillis(number));
    assertThat(Quantities.duration(Duration.ofMillis(number).toString()))
        .isEqualTo(Duration.ofMillis(number));
  }

  @ParameterizedTest
  @CsvSource({"1.5s, PT1.5S", "250us, PT0.00025S", "2m, PT2M", "1 h, PT1H", "1D, PT24H"})
  void readsTheUnitsOfTime(String text, Duration duration) {
    assertThat(Quantities.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "2",
        "0s",
        "-2s",
        "2 parsecs",
        "P",
        "PT0S",
        "PT-1S",
        "1.5ns",
        "99999999999999999d",
        "1.2.3s"
      })
  void readsNothingElseAsADuration(String text) {
    assertThat(Quantities.duration(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "512b, 512",
    "64kb, 65536",
    "4MB, 4194304",
    "1.5 kb, 1536",
    "2gb, 2147483648"
  })
  void readsSizes(String text, long bytes) {
    assertThat(Quantities.sizeBytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "kb", "0mb", "-1kb", "1.5b", "1tb", "99999999999999999gb"})
  void readsNothingElseAsASize(String text) {
    assertThat(Quantities.sizeBytes(text)).isEqualTo(-1);
  }
}
