package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DimensionTest {

  private final Dimension tier =
      new Dimension(
          ValuePath.parse("return.size()"),
          List.of(10.0, 50.0, 200.0),
          List.of("small", "medium", "large", "xlarge"));

  @ParameterizedTest
  @CsvSource({
    "-Infinity, small",
    "0, small",
    "9.99, small",
    "10, medium",
    "49, medium",
    "50, large",
    "199, large",
    "200, xlarge",
    "Infinity, xlarge"
  })
  void namesTheRangeThatBeginsAtOrBelowTheValue(double value, String name) {
    assertThat(tier.nameOf(value)).isEqualTo(name);
  }

  @Test
  void hasOneNameMoreThanSteps() {
    ValuePath path = ValuePath.parse("arg0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dimension(path, List.of(1.0), List.of("a")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dimension(path, List.of(), List.of("a")));
  }
}
