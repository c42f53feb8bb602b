package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

  private final Units units = new Units("µ");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0              | 0 s
          0.000000001    | 1.00 ns
          0.0000009994   | 999 ns
          0.0000009996   | 1.00 µs
          0.00001234     | 12.3 µs
          0.0123456      | 12.3 ms
          0.1            | 100 ms
          0.9996         | 1.00 s
          1.005          | 1.01 s
          75.25          | 75.3 s
          1234.5         | 1,235 s
          NaN            | -
          """)
  void showsDurationsInTheUnitThatSuitsThem(double seconds, String expected) {
    assertThat(units.duration(seconds)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0         | 0
          10        | 10.0
          0.5       | 0.500
          0.00123   | 0.00123
          200       | 200
          1234567   | 1,234,567
          -12.345   | -12.3
          Infinity  | -
          """)
  void showsNumbersWithThreeSignificantDigits(double value, String expected) {
    assertThat(units.number(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          12     | {task} | 12
          12.5   | {task} | 12.5
          -3     | By     | -3
          0.25   | s      | 250 ms
          NaN    | By     | -
          """)
  void showsValuesByTheirUnit(double value, String unit, String expected) {
    assertThat(units.value(value, unit)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = "0.1234|12.3 %\n1|100.0 %\n25|2,500.0 %\nNaN|-")
  void showsSharesInPerCent(double share, String expected) {
    assertThat(units.percent(share)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0             | 0 B
          17            | 17 B
          17.5          | 17.5 B
          1000          | 0.977 kB
          1024          | 1.00 kB
          5000000       | 4.77 MB
          3221225472    | 3.00 GB
          NaN           | -
          """)
  void showsSizesInTheUnitThatSuitsThem(double bytes, String expected) {
    assertThat(units.size(bytes)).isEqualTo(expected);
  }
}
