package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.bootstrap.TraceContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final TraceHeaders ALL =
      new TraceHeaders(List.of("tracecontext", "baggage", "b3", "b3multi"));

  private static TraceContext read(String... namesAndValues) throws Throwable {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return ALL.read(headers::get);
  }

  private static Map<String, String> written(TraceContext context, String... formats)
      throws Throwable {
    Map<String, String> headers = new LinkedHashMap<>();
    new TraceHeaders(List.of(formats)).write(context, headers::put);
    return headers;
  }

  @Test
  void readsWhatW3cSendsAndWritesItAgain() throws Throwable {
    TraceContext context = read("traceparent", PARENT);

    assertThat(context.traceHigh).isEqualTo(0x0af7651916cd43ddL);
    assertThat(context.traceLow).isEqualTo(0x8448eb211c80319cL);
    assertThat(context.spanId).isEqualTo(0xb7ad6b7169203331L);
    assertThat(context.sampled).isTrue();
    assertThat(written(context, "tracecontext", "baggage"))
        .containsExactly(Map.entry("traceparent", PARENT));
  }

  @Test
  void handsOnWhatOthersSayOfATrace() throws Throwable {
    TraceContext context =
        read("traceparent", PARENT, "tracestate", "ot=th:8", "baggage", "tenant=7");

    assertThat(written(context, "tracecontext", "baggage"))
        .containsEntry("tracestate", "ot=th:8")
        .containsEntry("baggage", "tenant=7");
  }

  @Test
  void handsOnNothingThatIsTooLong() throws Throwable {
    TraceContext context =
        read("traceparent", PARENT, "tracestate", "a".repeat(513), "baggage", "b".repeat(8193));

    assertThat(context.luggage).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-what the future brings"
      })
  void knowsWhatIsNotSampled(String parent) throws Throwable {
    assertThat(read("traceparent", parent).sampled).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
        "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c8031xx-b7ad6b7169203331-01"
      })
  void takesNothingThatIsNoTraceparent(String parent) throws Throwable {
    assertThat(read("traceparent", parent)).isNull();
  }

  @Test
  void readsB3InOneHeaderOrMany() throws Throwable {
    TraceContext one =
        read("b3", "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1-05e3ac9a4f6e3b90");
    TraceContext many =
        read(
            "X-B3-TraceId", "8448eb211c80319c",
            "X-B3-SpanId", "b7ad6b7169203331",
            "X-B3-Sampled", "0");
    TraceContext debug =
        read(
            "X-B3-TraceId", "8448eb211c80319c",
            "X-B3-SpanId", "b7ad6b7169203331",
            "X-B3-Flags", "1");

    assertThat(one.traceparent()).isEqualTo(PARENT);
    assertThat(many.traceparent())
        .isEqualTo("00-00000000000000008448eb211c80319c-b7ad6b7169203331-00");
    assertThat(debug.sampled).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "1", "x-y", "8448eb211c80319c", "8448eb211c80319c-0000000000000000-1"})
  void takesNothingThatIsNoB3(String header) throws Throwable {
    assertThat(read("b3", header)).isNull();
  }

  @Test
  void writesB3IfThatIsWanted() throws Throwable {
    TraceContext context = read("traceparent", PARENT);

    assertThat(written(context, "b3"))
        .containsExactly(Map.entry("b3", "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1"));
    assertThat(written(context, "b3multi"))
        .containsExactly(
            Map.entry("X-B3-TraceId", "0af7651916cd43dd8448eb211c80319c"),
            Map.entry("X-B3-SpanId", "b7ad6b7169203331"),
            Map.entry("X-B3-Sampled", "1"));
  }

  @Test
  void theNewerFormatCounts() throws Throwable {
    TraceContext context =
        read("b3", "000000000000000000000000000000aa-00000000000000bb-1", "traceparent", PARENT);

    assertThat(context.traceparent()).isEqualTo(PARENT);
  }
}
