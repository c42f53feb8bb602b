package dev.gemba.exporter.kafka;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What one export sends to one topic. Of one thread. */
final class Delivery {

  /** The client gives a message up at its timeout; this long it may take to say so. */
  private static final long GRACE_NANOS = Duration.ofMillis(250).toNanos();

  /** What Kafka adds to a message with a key: its format's upper bound is 61 + 21 + 32. */
  private static final int ENVELOPE_BYTES = 128;

  /**
   * A message under way.
   *
   * @param items how many spans are in it
   */
  private record Sent(Future<RecordMetadata> answer, int items) {}

  private final KafkaConnection connection;
  private final String topic;
  private final int maxBytes;
  private final long deadlineNanos;
  private final List<Sent> sent = new ArrayList<>();

  /** The first; null as long as all is well. */
  private String problem;

  private boolean hopeless;

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
      fail("no room for more in time");
    }
    return hopeless;
  }

  /**
   * Sends a request as a message, which may wait for the broker.
   *
   * @param key may be null
   * @return false if the request is too large for a message
   */
  boolean send(Marshaler request, String key, int items) throws IOException, InterruptedException {
    if (request.getBinarySerializedSize() > maxBytes) {
      return false;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.getBinarySerializedSize());
    request.writeBinaryTo(bytes);
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.US_ASCII);
    try {
      Sent one =
          new Sent(
              connection.send(new ProducerRecord<>(topic, keyBytes, bytes.toByteArray())), items);
      sent.add(one);
      String outcome = one.answer().isDone() ? outcome(one, 0) : null;
      if (outcome != null) {
        fail(outcome);
      }
    } catch (IOException e) {
      fail(e.getMessage());
    }
    return true;
  }

  /** Says of something that is too large, and cannot be cut, that it is left out. */
  void leaveOut(Marshaler request) {
    if (problem == null) {
      problem =
          "one takes %d bytes, which max-message-size does not allow"
              .formatted(request.getBinarySerializedSize());
    }
  }

  /** Waits for the acknowledgements; how many spans were in what was acknowledged. */
  int await() throws InterruptedException {
    int delivered = 0;
    for (Sent one : sent) {
      String outcome = outcome(one, deadlineNanos + GRACE_NANOS - System.nanoTime());
      if (outcome == null) {
        delivered += one.items();
      } else if (problem == null) {
        problem = outcome;
      }
    }
    return delivered;
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

  /** Null if the message was acknowledged. */
  private String outcome(Sent one, long nanos) throws InterruptedException {
    try {
      one.answer().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return null;
    } catch (TimeoutException ignored) {
      return "no answer in time";
    } catch (ExecutionException e) {
      return connection.reason(e.getCause());
    }
  }
}
