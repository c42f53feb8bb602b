package dev.gemba.exporter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Span;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class OtlpJsonPropertyTest {

  private final OtlpJson json = new OtlpJson();

  @Property(tries = 300)
  void everyDistributionIsReadBackAsItWas(@ForAll("distributions") Distribution distribution)
      throws IOException {
    byte[] line =
        json.metrics(Samples.snapshot(1, List.of(Samples.durations(distribution)), List.of()));

    var histogram = OtlpLines.onlyMetric(new String(line, UTF_8)).getExponentialHistogram();

    assertThat(OtlpJsonTest.distribution(histogram.getDataPoints(0))).isEqualTo(distribution);
  }

  @Property(tries = 300)
  void everyAttributeIsReadBackAsItWas(
      @ForAll("texts") String text, @ForAll long integer, @ForAll double decimal)
      throws IOException {
    Span span = Samples.span("a");
    Attributes attributes = Attributes.of("s", text).with("l", integer).with("d", decimal);
    byte[] line =
        json.traces(
            Samples.snapshot(
                1,
                List.of(),
                List.of(
                    new Span(
                        span.traceId(),
                        span.spanId(),
                        "",
                        text,
                        Span.Kind.INTERNAL,
                        1,
                        2,
                        attributes,
                        null))));

    var read =
        OtlpLines.traces(new String(line, UTF_8)).getResourceSpans(0).getScopeSpans(0).getSpans(0);

    assertThat(read.getName()).isEqualTo(text);
    assertThat(read.getAttributesList())
        .extracting(KeyValue::getKey)
        .containsExactly("d", "l", "s");
    assertThat(read.getAttributes(0).getValue().getDoubleValue()).isEqualTo(decimal);
    assertThat(read.getAttributes(1).getValue().getIntValue()).isEqualTo(integer);
    assertThat(read.getAttributes(2).getValue().getStringValue()).isEqualTo(text);
  }

  @Property(tries = 1_000)
  void everyNumberOfNanosecondsIsReadBackAsItWas(
      @ForAll @LongRange(min = 0, max = 1L << 54) long nanos,
      @ForAll @IntRange(max = 50) int bits) {
    double seconds = (nanos >> bits) / 1e9;

    String line = new String(new JsonLine().startObject().number("d", seconds).bytes(), UTF_8);

    String text = line.substring(line.indexOf(':') + 1).strip();
    assertThat(Double.parseDouble(text)).isEqualTo(seconds);
    assertThat(text).matches("[0-9]+\\.([0-9]|[0-9]+[1-9])(E-?[0-9]+)?");
  }

  @Example
  void nanosecondsNeedNoExponent() {
    JsonLine json = new JsonLine().startObject();
    json.number("a", 5e-9).number("b", 0.25).number("c", 12.0).number("d", 0.0).number("e", -2.5);
    json.number("f", 1.000000001).number("g", 1e-10).number("h", 1e300);
    json.number("i", 123_456_789_012.0).number("j", -0.0);

    assertThat(new String(json.bytes(), UTF_8))
        .startsWith("{\"a\":0.000000005,\"b\":0.25,\"c\":12.0,\"d\":0.0,\"e\":-2.5,")
        .contains("\"f\":1.000000001,\"g\":1.0E-10,\"h\":1.0E300")
        .contains("\"i\":123456789012.0,\"j\":-0.0");
  }

  /** Any text that UTF-8 can hold: no half surrogate pairs. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().all().ofMaxLength(40).map(OtlpJsonPropertyTest::withoutHalves);
  }

  @Provide
  Arbitrary<Distribution> distributions() {
    Arbitrary<long[]> counts =
        Arbitraries.longs().between(0, 1L << 50).array(long[].class).ofMaxSize(200);
    Arbitrary<Double> decimals = Arbitraries.doubles().between(0, 1e12);
    return Combinators.combine(
            Arbitraries.integers().between(-10, 20),
            Arbitraries.integers().between(-10_000, 10_000),
            counts,
            Arbitraries.longs().between(0, 1L << 50),
            decimals,
            decimals.injectNull(0.3),
            decimals.injectNull(0.3))
        .as(OtlpJsonPropertyTest::distribution);
  }

  private static Distribution distribution(
      int scale, int offset, long[] counts, long zeroCount, double sum, Double min, Double max) {
    long count = zeroCount;
    for (long n : counts) {
      count += n;
    }
    return new Distribution(
        scale,
        count,
        sum,
        min == null ? Double.NaN : min,
        max == null ? Double.NaN : max,
        zeroCount,
        sum / 1e20,
        offset,
        counts);
  }

  private static String withoutHalves(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
