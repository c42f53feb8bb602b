package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.PathReader;
import dev.gemba.bootstrap.Handled;
import dev.gemba.bootstrap.TraceContext;
import java.util.function.BiConsumer;

/**
 * Records that came from Kafka, while the application handles them, by OpenTelemetry's semantic
 * conventions for messaging: each carries on the trace in its headers. Those that a consumer polled
 * count; what the library, its interceptors and tests make of them does not.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">OpenTelemetry,
 *     semantic conventions for Kafka</a>
 */
final class KafkaRecords implements Carrier, Enricher {

  private static final String OPERATION = "process";

  private final KafkaHeaders headers;
  private final PathReader headersOf;
  private final PathReader isEmpty;
  private final PathReader groupOf;
  private final PathReader clientOf;
  private final PathReader olderClientOf;

  /** By consumer, and by what each poll of it returned. */
  private final Companions<Consumer> consumers = new Companions<>();

  private final Companions<Consumer> polls = new Companions<>();

  KafkaRecords(KafkaHeaders headers, ModuleOpener opener) {
    this.headers = headers;
    this.headersOf = KafkaSend.path("arg0.headers()", opener);
    this.isEmpty = KafkaSend.path("return.isEmpty()", opener);
    this.groupOf = KafkaSend.path("this.groupMetadata().groupId()", opener);
    this.clientOf = KafkaSend.path("this.clientId()", opener);
    this.olderClientOf = KafkaSend.path("this.clientId", opener);
  }

  /** Stands for a consumer, without keeping it from going; each is only itself. */
  private static final class Consumer {

    /** Null if it is in none. */
    private final String group;

    private final String client;

    Consumer(String group, String client) {
      this.group = group;
      this.client = client;
    }
  }

  /** A consumer is asked for more records, or closed. */
  final Exchange poll =
      new Exchange() {
        @Override
        public void taken(Object self, Object[] arguments) {
          Consumer known = consumers.of(self);
          if (known != null) {
            Handled.allOf(known);
          }
        }

        @Override
        public Object given(int probe, Object self, Object[] arguments, Object returned)
            throws Throwable {
          if (returned != null && !(boolean) isEmpty.read(self, arguments, returned)) {
            polls.put(returned, consumer(self));
          }
          return returned;
        }
      };

  /** Records are gone through. */
  final Exchange records =
      new Exchange() {
        @Override
        public Object given(int probe, Object self, Object[] arguments, Object returned) {
          Consumer consumer = polls.of(self);
          return consumer == null ? returned : Handled.oneByOne(probe, consumer, returned);
        }
      };

  private Consumer consumer(Object self) {
    Consumer known = consumers.of(self);
    if (known == null) {
      String client = read(clientOf, self);
      known =
          new Consumer(read(groupOf, self), client != null ? client : read(olderClientOf, self));
      consumers.put(self, known);
    }
    return known;
  }

  private static String read(PathReader path, Object consumer) {
    try {
      Object value = path.read(consumer, null, null);
      return value == null ? null : value.toString();
    } catch (Throwable absent) {
      // Without a group a consumer has no name of it, and before 2.5 it does not tell.
      return null;
    }
  }

  @Override
  public TraceContext carriedIn(Object[] arguments, TraceHeaders formats) throws Throwable {
    Object holder = headersOf.read(null, arguments, null);
    return formats.read(name -> headers.read(holder, name));
  }

  @Override
  public String operation(EndedCall call) {
    String topic = call.text(KafkaSend.TOPIC);
    return topic == null ? null : OPERATION + " " + topic;
  }

  @Override
  public void enrich(EndedCall call, BiConsumer<String, Object> sink) {
    KafkaSend.describe(OPERATION, sink);
    KafkaSend.place(call, sink);
    if (call.self() instanceof Consumer consumer) {
      sink.accept("messaging.consumer.group.name", consumer.group);
      sink.accept("messaging.client.id", consumer.client);
    }
    if (call.value("value") == null) {
      sink.accept("messaging.kafka.message.tombstone", true);
    }
  }

  /** Forgets consumers and records that have gone. For the collector. */
  void sweep() {
    consumers.sweep();
    polls.sweep();
  }
}
