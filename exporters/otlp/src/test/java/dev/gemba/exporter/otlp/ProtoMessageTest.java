package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what the official classes write. */
class ProtoMessageTest {

  @Test
  void readsNumbersAndStringsAndPassesOverTheRest() throws IOException {
    Span span =
        Span.newBuilder()
            .setName("kanban")
            .setStartTimeUnixNano(42) // fixed64
            .setFlags(7) // fixed32
            .setDroppedEventsCount(300)
            .addEvents(Span.Event.newBuilder().setName("a"))
            .addEvents(Span.Event.newBuilder().setName("b"))
            .build();
    ProtoMessage message = new ProtoMessage(span.toByteArray());

    assertThat(message.bytes(Span.NAME_FIELD_NUMBER)).asString().isEqualTo("kanban");
    assertThat(message.number(Span.DROPPED_EVENTS_COUNT_FIELD_NUMBER)).isEqualTo(300);
    assertThat(message.all(Span.EVENTS_FIELD_NUMBER)).hasSize(2);
    assertThat(message.number(99)).isZero();
    assertThat(message.bytes(99)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 1L << 35, Long.MAX_VALUE, -1})
  void readsNumbersOfAnyLength(long number) throws IOException {
    byte[] encoded = Duration.newBuilder().setSeconds(number).build().toByteArray();
    assertThat(new ProtoMessage(encoded).number(1)).isEqualTo(number);
  }

  @Test
  void saysThatBytesAreNoMessage() {
    for (String text : new String[] {"<html>", "no protobuf at all", "\n\177", "\b"}) {
      assertThatThrownBy(() -> new ProtoMessage(text.getBytes(StandardCharsets.ISO_8859_1)))
          .as(text)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void findsTheDelayAmongTheDetailsOfAStatus() {
    Status status =
        Status.newBuilder()
            .setCode(8)
            .setMessage("not today")
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("FULL").build()))
            .addDetails(
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(3).setNanos(5))
                        .build()))
            .build();
    String details = Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());

    assertThat(GrpcWire.retryDelay(details)).contains(java.time.Duration.ofSeconds(3, 5));
    assertThat(GrpcWire.retryDelay(null)).isEmpty();
    assertThat(GrpcWire.retryDelay("no base64!")).isEmpty();
    assertThat(GrpcWire.retryDelay("")).isEmpty();
  }
}
