package dev.gemba.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Span;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

  @Test
  void isFullAtAThousandSpans() throws IOException {
    RequestBody body = new RequestBody(new SpanJson(Samples.KANBAN));
    for (Span span : Samples.spans(999, Attributes.empty())) {
      body.add(span);
      assertThat(body.isFull()).isFalse();
    }
    body.add(Samples.spans(1, Attributes.empty()).get(0));

    assertThat(body.isFull()).isTrue();
    assertThat(Json.unpacked(body.gzip())).hasSize(1000);
  }

  @Test
  void isFullAtAboutAMegabyte() throws IOException {
    Attributes large = Attributes.of("large", "x".repeat(10_000));
    RequestBody body = new RequestBody(new SpanJson(Samples.KANBAN));
    int added = 0;
    for (Span span : Samples.spans(1000, large)) {
      if (!body.isFull()) {
        body.add(span);
        added++;
      }
    }

    assertThat(added).isBetween(100, 106);
    assertThat(Json.unpacked(body.gzip())).hasSize(added);
  }

  @Test
  void isAListWithNothingInIt() throws IOException {
    assertThat(Json.unpacked(new RequestBody(new SpanJson(Samples.KANBAN)).gzip())).isEmpty();
  }
}
