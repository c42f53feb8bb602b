package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.PathReader;
import dev.gemba.agent.config.ValuePath;
import dev.gemba.bootstrap.Later;
import dev.gemba.bootstrap.TraceContext;
import java.lang.reflect.Constructor;
import java.util.function.BiConsumer;

/**
 * Records that are sent to Kafka, by OpenTelemetry's semantic conventions for messaging. A call
 * gets the trace into the record's headers, and is over when the broker has it, or refused it. Keys
 * and values are not recorded.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">OpenTelemetry,
 *     semantic conventions for Kafka</a>
 */
final class KafkaSend implements Carrier, Enricher {

  static final String TOPIC = "messaging.destination.name";

  private static final String OPERATION = "send";

  private final KafkaHeaders headers;
  private final PathReader headersOf;
  private final PathReader[] parts;

  /** How a record is made of its parts; by the class of records. */
  private final ClassValue<Constructor<?>> constructors =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          try {
            return type.getConstructor(
                String.class,
                Integer.class,
                Long.class,
                Object.class,
                Object.class,
                Iterable.class);
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  KafkaSend(KafkaHeaders headers, ModuleOpener opener) {
    this.headers = headers;
    this.headersOf = path("arg0.headers()", opener);
    this.parts =
        new PathReader[] {
          path("arg0.topic()", opener),
          path("arg0.partition()", opener),
          path("arg0.timestamp()", opener),
          path("arg0.key()", opener),
          path("arg0.value()", opener),
          headersOf
        };
  }

  static PathReader path(String path, ModuleOpener opener) {
    return new PathReader(ValuePath.parse(path), opener);
  }

  @Override
  public void carryOut(Object[] arguments, TraceContext context, TraceHeaders formats)
      throws Throwable {
    if (arguments[0] == null) {
      // Then the library will say so itself.
      return;
    }
    try {
      write(arguments, context, formats);
    } catch (IllegalStateException sentBefore) {
      // Its headers are the library's by now.
      arguments[0] = copy(arguments);
      write(arguments, context, formats);
    }
    arguments[1] = KafkaDelivery.of(arguments[1], arguments[0].getClass(), context);
  }

  private void write(Object[] arguments, TraceContext context, TraceHeaders formats)
      throws Throwable {
    Object holder = headersOf.read(null, arguments, null);
    formats.write(context, (name, value) -> headers.write(holder, name, value));
  }

  private Object copy(Object[] arguments) throws Throwable {
    Object[] values = new Object[parts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts[i].read(null, arguments, null);
    }
    return constructors.get(arguments[0].getClass()).newInstance(values);
  }

  @Override
  public boolean endsLater(EndedCall call) {
    return KafkaDelivery.in(call.value("callback")) != null;
  }

  @Override
  public void whenEnded(EndedCall call, Later later) {
    KafkaDelivery.in(call.value("callback")).ends(later);
  }

  @Override
  public String operation(EndedCall call) {
    String topic = call.text(TOPIC);
    return topic == null ? null : OPERATION + " " + topic;
  }

  @Override
  public void enrich(EndedCall call, BiConsumer<String, Object> sink) {
    describe(OPERATION, sink);
    if (call.thrown() == null) {
      place(call, sink);
    }
    if (call.value("value") == null) {
      sink.accept("messaging.kafka.message.tombstone", true);
    }
  }

  /** What is said of each call, whatever it does with a record. */
  static void describe(String operation, BiConsumer<String, Object> sink) {
    sink.accept("messaging.system", "kafka");
    sink.accept("messaging.operation.name", operation);
    sink.accept("messaging.operation.type", operation);
  }

  /** Where a record stands in its topic; a broker that is not asked does not tell. */
  static void place(EndedCall call, BiConsumer<String, Object> sink) {
    int partition = call.number("partition");
    if (partition >= 0) {
      sink.accept("messaging.destination.partition.id", Integer.toString(partition));
    }
    if (call.value("offset") instanceof Long offset && offset >= 0) {
      sink.accept("messaging.kafka.offset", offset);
    }
  }
}
