package dev.gemba.exporter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What messages hold, by Kafka's own fake of its producer. */
class RequestsTest {

  private static final int LARGE = 1_000_000;

  private final MockProducer<byte[], byte[]> producer = producer(true);

  @Test
  void putsAllSpansIntoOneMessageWithoutAKey() throws Exception {
    List<Span> spans = spans(3, 4, Samples.odd());

    Delivery delivery = send(spans, false, LARGE);

    assertThat(delivery.await()).isEqualTo(12);
    assertThat(delivery.problem()).isNull();
    assertThat(producer.history())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.topic()).isEqualTo("spans");
              assertThat(message.key()).isNull();
              assertThat(Decoded.spans(message.value())).isEqualTo(spans);
            });
  }

  @Test
  void keysMessagesByTraceAsTheCollectorDoes() throws Exception {
    List<Span> first = Samples.trace(1, 3, Samples.odd());
    List<Span> second = Samples.trace(2, 2, Attributes.empty());
    List<Span> mixed =
        List.of(first.get(0), second.get(0), first.get(1), second.get(1), first.get(2));

    assertThat(send(mixed, true, LARGE).await()).isEqualTo(5);

    assertThat(producer.history())
        .extracting(message -> new String(message.key(), StandardCharsets.US_ASCII))
        .containsExactly("%032x".formatted(1), "%032x".formatted(2));
    assertThat(Decoded.spans(producer.history().get(0).value())).isEqualTo(first);
    assertThat(Decoded.spans(producer.history().get(1).value())).isEqualTo(second);
  }

  @Test
  void cutsSpansSoThatNoMessageIsLargerThanAllowed() throws Exception {
    List<Span> spans = Samples.trace(1, 2_500, Attributes.of("note", "n".repeat(200)));
    int maxBytes = 20_000;

    assertThat(send(spans, false, maxBytes).await()).isEqualTo(2_500);

    assertThat(producer.history()).allMatch(message -> message.value().length < maxBytes);
    assertThat(producer.history()).as("not one by one").hasSizeLessThan(100);
    assertThat(decodedSpans()).isEqualTo(spans);
  }

  @Test
  void leavesOutOnlyTheSpanThatIsTooLarge() throws Exception {
    List<Span> spans = new ArrayList<>(Samples.trace(1, 8, Attributes.empty()));
    spans.set(3, Samples.trace(2, 1, Attributes.of("note", "n".repeat(5_000))).get(0));

    Delivery delivery = send(spans, false, 4_000);

    assertThat(delivery.await()).isEqualTo(7);
    assertThat(delivery.problem()).contains("max-message-size does not allow");
    spans.remove(3);
    assertThat(decodedSpans()).isEqualTo(spans);
  }

  @Test
  void putsAllMetricsIntoOneMessage() throws Exception {
    List<Metric> metrics = Samples.metrics(2);

    send(metrics, LARGE);

    assertThat(producer.history()).hasSize(1);
    assertThat(Decoded.metrics(producer.history().get(0).value(), 7)).isEqualTo(metrics);
  }

  @Test
  void cutsMetricsAndTheirPointsSoThatNoMessageIsLargerThanAllowed() throws Exception {
    List<Metric> metrics = Samples.metrics(1_000);
    int maxBytes = 10_000;

    send(metrics, maxBytes);

    assertThat(producer.history()).allMatch(message -> message.value().length < maxBytes);
    List<Metric> parts = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> message : producer.history()) {
      parts.addAll(Decoded.metrics(message.value(), 7));
    }
    for (Metric metric : metrics) {
      assertThat(parts.stream().filter(part -> part.name().equals(metric.name())))
          .allMatch(part -> part.unit().equals(metric.unit()))
          .flatMap(part -> points(part.data()).toList())
          .containsExactlyElementsOf(points(metric.data()).toList());
    }
  }

  @Test
  void sendsNothingMoreAfterAFailure() throws Exception {
    producer.sendException = new AuthorizationException("not your topic");

    List<Span> spans = spans(1, 3_000, Attributes.empty());
    Delivery delivery = send(spans, false, LARGE);

    assertThat(delivery.await()).isZero();
    assertThat(delivery.problem()).isEqualTo("not your topic");
    assertThat(delivery.toRetry(spans)).as("a topic that is not ours stays so").isEmpty();
    assertThat(delivery).hasToString("spans at broker:1: not your topic");
  }

  @Test
  void countsWhatWasAcknowledgedBeforeAFailure() throws Exception {
    MockProducer<byte[], byte[]> manual = producer(false);
    Delivery delivery = delivery(manual, LARGE, 10_000);
    new SpanRequests(Samples.at(7, List.of(), spans(1, 2_500, Attributes.empty())), delivery)
        .send(false);
    manual.completeNext();
    manual.errorNext(new AuthorizationException("no more"));
    manual.completeNext();

    assertThat(delivery.await()).isEqualTo(1_500);
    assertThat(delivery.problem()).isEqualTo("no more");
  }

  @Test
  void givesUpWhatIsNotAcknowledgedInTime() throws Exception {
    Delivery delivery = delivery(producer(false), LARGE, 50);
    List<Span> spans = spans(1, 5, Attributes.empty());
    new SpanRequests(Samples.at(7, List.of(), spans), delivery).send(false);

    assertThat(delivery.await()).isZero();
    assertThat(delivery.problem()).isEqualTo("no answer in time");
    assertThat(delivery.toRetry(spans)).isEqualTo(spans);
  }

  @Test
  void sendsNothingPastItsDeadline() throws Exception {
    Delivery delivery = delivery(producer, LARGE, -1);
    new SpanRequests(Samples.at(7, List.of(), spans(1, 5, Attributes.empty())), delivery)
        .send(false);

    assertThat(delivery.await()).isZero();
    assertThat(delivery.problem()).isEqualTo("no room for more in time");
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void saysOfItsDeadlineThatNoBrokerWasThereAllTheTime() throws Exception {
    Delivery delivery = delivery(producer(false), LARGE, 1_000);
    new SpanRequests(Samples.at(7, List.of(), spans(1, 5, Attributes.empty())), delivery)
        .send(false);

    while (!delivery.isHopeless()) {
      Thread.sleep(10);
    }

    assertThat(delivery.problem()).isEqualTo("no connection to a broker");
  }

  private Delivery send(List<Span> spans, boolean keyed, int maxBytes) throws Exception {
    Delivery delivery = delivery(producer, maxBytes, 10_000);
    new SpanRequests(Samples.at(7, List.of(), spans), delivery).send(keyed);
    return delivery;
  }

  private void send(List<Metric> metrics, int maxBytes) throws Exception {
    Delivery delivery = delivery(producer, maxBytes, 10_000);
    Snapshot snapshot = Samples.at(7, metrics, List.of());
    new MetricRequests(snapshot, delivery).send();
    delivery.await();
    assertThat(delivery.problem()).isNull();
  }

  private List<Span> decodedSpans() throws Exception {
    List<Span> decoded = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> message : producer.history()) {
      decoded.addAll(Decoded.spans(message.value()));
    }
    return decoded;
  }

  private static List<Span> spans(int traces, int each, Attributes attributes) {
    List<Span> spans = new ArrayList<>();
    for (int trace = 1; trace <= traces; trace++) {
      spans.addAll(Samples.trace(trace, each, attributes));
    }
    return spans;
  }

  private static Stream<Record> points(Metric.Data data) {
    if (data instanceof Metric.Sum sum) {
      return sum.points().stream().map(point -> (Record) point);
    }
    if (data instanceof Metric.Gauge gauge) {
      return gauge.points().stream().map(point -> (Record) point);
    }
    return ((Metric.Histogram) data).points().stream().map(point -> (Record) point);
  }

  private static Delivery delivery(
      MockProducer<byte[], byte[]> to, int maxMessageBytes, long millis) {
    KafkaConnection connection =
        new KafkaConnection(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, List.of("broker:1")), unused -> to);
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    return new Delivery(connection, "spans", maxMessageBytes, deadlineNanos);
  }

  private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
    return new MockProducer<>(
        autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
