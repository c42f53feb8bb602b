package dev.gemba.exporter.kafka;

import dev.gemba.api.export.Span;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;

/** What one export sends to one topic. Of one thread. */
final class Delivery {

  /** The client gives a message up at its timeout; this long it may take to say so. */
  private static final long GRACE_NANOS = Duration.ofMillis(250).toNanos();

  /** What Kafka adds to a message with a key: its format's upper bound is 61 + 21 + 32. */
  private static final int ENVELOPE_BYTES = 128;

  /**
   * A message under way.
   *
   * @param spans that are in it
   */
  private record Sent(Future<RecordMetadata> answer, List<Span> spans) {}

  private final KafkaConnection connection;
  private final String topic;
  private final int maxBytes;
  private final long deadlineNanos;
  private final List<Sent> sent = new ArrayList<>();
  private final Set<Span> delivered = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Span> leftOut = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The first; null as long as all is well. */
  private String problem;

  private boolean hopeless;

  /** Whether trying again would not help. */
  private boolean refused;

  /**
   * @param deadlineNanos by {@link System#nanoTime()}
   */
  Delivery(KafkaConnection connection, String topic, int maxMessageBytes, long deadlineNanos) {
    this.connection = connection;
    this.topic = topic;
    this.maxBytes = maxMessageBytes - ENVELOPE_BYTES;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * Whether nothing more is sent: what makes one message fail makes the next fail too, and costs
   * its timeout again.
   */
  boolean isHopeless() {
    if (!hopeless && System.nanoTime() - deadlineNanos > 0) {
      fail(connection.reasonForLateness());
    }
    return hopeless;
  }

  /**
   * Sends a request as a message, which may wait for the broker.
   *
   * @param key may be null
   * @param spans that are in it
   * @return false if the request is too large for a message
   */
  boolean send(Marshaler request, String key, List<Span> spans)
      throws IOException, InterruptedException {
    if (request.getBinarySerializedSize() > maxBytes) {
      return false;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.getBinarySerializedSize());
    request.writeBinaryTo(bytes);
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.US_ASCII);
    try {
      Sent one =
          new Sent(
              connection.send(new ProducerRecord<>(topic, keyBytes, bytes.toByteArray())), spans);
      sent.add(one);
      String outcome = one.answer().isDone() ? outcome(one, 0) : null;
      if (outcome != null) {
        fail(outcome);
      }
    } catch (IOException e) {
      refused |= isForGood(e.getCause());
      fail(e.getMessage());
    }
    return true;
  }

  /**
   * Says of something that is too large, and cannot be cut, that it is left out.
   *
   * @param spans that are in it
   */
  void leaveOut(Marshaler request, List<Span> spans) {
    leftOut.addAll(spans);
    if (problem == null) {
      problem =
          "one takes %d bytes, which max-message-size does not allow"
              .formatted(request.getBinarySerializedSize());
    }
  }

  /** Waits for the acknowledgements; how many spans were in what was acknowledged. */
  int await() throws InterruptedException {
    int acknowledged = 0;
    for (Sent one : sent) {
      String outcome = outcome(one, deadlineNanos + GRACE_NANOS - System.nanoTime());
      if (outcome == null) {
        acknowledged += one.spans().size();
        delivered.addAll(one.spans());
      } else if (problem == null) {
        problem = outcome;
      }
    }
    return acknowledged;
  }

  /** Of these spans, those that may be delivered later. */
  List<Span> toRetry(List<Span> all) {
    return refused
        ? List.of()
        : all.stream()
            .filter(span -> !delivered.contains(span) && !leftOut.contains(span))
            .toList();
  }

  /** What went wrong, for a person; null if nothing has yet. */
  String problem() {
    return problem;
  }

  /** Where to, and what went wrong. */
  @Override
  public String toString() {
    return topic + " at " + connection + ": " + problem;
  }

  private void fail(String why) {
    hopeless = true;
    if (problem == null) {
      problem = why;
    }
  }

  /** What brokers say no to; all else may be otherwise in a moment. */
  private static boolean isForGood(Throwable failure) {
    return failure instanceof ApiException && !(failure instanceof RetriableException);
  }

  /** Null if the message was acknowledged. */
  private String outcome(Sent one, long nanos) throws InterruptedException {
    try {
      one.answer().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return null;
    } catch (TimeoutException ignored) {
      return "no answer in time";
    } catch (ExecutionException e) {
      refused |= isForGood(e.getCause());
      return connection.reason(e.getCause());
    }
  }
}
