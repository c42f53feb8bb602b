package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class SpanCodecTest {

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.000000006Z");

  @Property(tries = 200)
  void decodesWhatItHasEncoded(
      @ForAll @Size(max = 5) List<Span.Kind> kinds,
      @ForAll @UniqueElements @Size(max = 4) List<Integer> names,
      @ForAll long number,
      @ForAll double fraction,
      @ForAll boolean flag)
      throws IOException {
    Attributes attributes = Attributes.of("böard", "Ünï\u0000\n€😀").with("flag", flag);
    for (int name : names) {
      attributes = attributes.with("n" + name, name % 2 == 0 ? (Object) number : fraction);
    }
    Attributes all = attributes;
    List<Span> spans =
        kinds.stream()
            .map(
                kind ->
                    new Span(
                        "0af7651916cd43dd8448eb211c80319c",
                        "00f067aa0ba902b7",
                        flag ? "00f067aa0ba902b8" : "",
                        "o" + kind,
                        kind,
                        number,
                        ~number,
                        all,
                        flag ? null : "java.io.IOException",
                        flag ? "" : "ot=th:c,acme=1"))
            .toList();
    Snapshot snapshot = new Snapshot(new Resource(all), THEN, THEN, List.of(), spans);

    SpanCodec.Encoded encoded = SpanCodec.encode(snapshot, 0);

    assertThat(encoded.spans()).isEqualTo(spans.size());
    assertThat(SpanCodec.decode(encoded.payload())).isEqualTo(snapshot);
  }

  @Test
  void makesRecordsOfABoundedSize() throws IOException {
    Snapshot many = Samples.at(1, 2_500);
    assertThat(SpanCodec.encode(many, 0).spans()).isEqualTo(1_000);
    assertThat(SpanCodec.encode(many, 2_000).spans()).isEqualTo(500);
    Span large =
        new Span(
            "t",
            "s",
            "",
            "o",
            Span.Kind.CLIENT,
            1,
            2,
            Attributes.of("a", "x".repeat(100_000)),
            null);
    Snapshot largeOnes = many.withSpans(Collections.nCopies(100, large));
    assertThat(SpanCodec.encode(largeOnes, 0).spans()).isBetween(2, 10);
  }

  @Test
  void saysThatBytesAreNoSpansWhateverTheyAre() throws IOException {
    byte[] good = SpanCodec.encode(Samples.at(1, 3), 0).payload();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> SpanCodec.decode(cut)).isInstanceOf(IOException.class);
    }
    byte[] later = good.clone();
    later[0] = 9;
    assertThatThrownBy(() -> SpanCodec.decode(later)).hasMessageContaining("version 9");
  }

  @Test
  void knowsEveryTypeThatAnAttributeCanHave() throws IOException {
    Attributes all = new Attributes(Map.of("s", "t", "l", 1L, "d", 0.5, "b", true));
    Snapshot snapshot = new Snapshot(new Resource(all), THEN, THEN, List.of(), List.of());

    assertThat(SpanCodec.decode(SpanCodec.encode(snapshot, 0).payload())).isEqualTo(snapshot);
  }
}
