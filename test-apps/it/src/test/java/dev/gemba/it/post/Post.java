package dev.gemba.it.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Letters by way of Kafka: {@code Post PORT NAME LETTERS}. Each is sent to one of three topics of
 * that name, some of them twice, and handled by whoever goes through the records, in every way that
 * there is. What lies in what is always the same:
 *
 * <pre>
 *   Post.write              with its number
 *     send NAME-TOPIC
 *       Post.stamp          where there is a callback
 *       process NAME-TOPIC
 *         Post.read         with its number, perhaps on another thread
 * </pre>
 *
 * <p>Between polls, threads that have handled letters rest, which is a trace of its own.
 */
public final class Post {

  private static final int TOPICS = 3;
  private static final int TWICE = 10;
  private static final int FORWARDED = 7;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Letters at a time, with a pause after them, in which what they leave is collected. */
  private static final int AT_A_TIME = 20;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final String name;
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final ExecutorService worker = Executors.newSingleThreadExecutor();

  /** Each is to come to a good end. */
  private final List<Future<?>> underWay = new ArrayList<>();

  private Post(String name) {
    this.name = name;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Post post = new Post(arguments[1]);
    String broker = "127.0.0.1:" + arguments[0];
    int sent = post.send(broker, Integer.parseInt(arguments[2]));
    int handled = post.handle(broker, sent);
    for (Future<?> one : post.underWay) {
      one.get();
    }
    post.pool.shutdown();
    post.worker.shutdown();
    System.out.println("Handled " + handled + " of " + sent + " letters.");
  }

  private int send(String broker, int letters) {
    int sent = 0;
    Map<String, Object> settings = Map.of("bootstrap.servers", broker, "linger.ms", 2);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int n = 0; n < letters; n++) {
        sent += write(producer, n);
        if (n % AT_A_TIME == 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
    return sent;
  }

  /** Returns how many times it was sent. */
  private int write(KafkaProducer<String, String> producer, int number) {
    ProducerRecord<String, String> letter =
        new ProducerRecord<>(name + "-" + number % TOPICS, "key" + number, "" + number);
    if (number % FORWARDED == 0) {
      byte[] stale = "00-0000000000000000000000000000feed-000000000000beef-01".getBytes(UTF_8);
      letter.headers().add("traceparent", stale);
    }
    if (number % 2 == 0) {
      underWay.add(producer.send(letter));
    } else {
      underWay.add(producer.send(letter, (where, failure) -> stamp()));
    }
    if (number % TWICE != 0) {
      return 1;
    }
    underWay.add(producer.send(letter));
    return 2;
  }

  private static void stamp() {}

  private int handle(String broker, int letters) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker,
            "group.id",
            "readers",
            "max.poll.records",
            AT_A_TIME,
            "auto.offset.reset",
            "earliest");
    int handled = 0;
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(name + "-0", name + "-1", name + "-2"));
      long until = System.nanoTime() + AT_MOST_NANOS;
      int way = 0;
      while (handled < letters && System.nanoTime() < until) {
        ConsumerRecords<String, String> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          handled += records.count();
          goThrough(records, way++);
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
    rest();
    return handled;
  }

  private void goThrough(ConsumerRecords<String, String> records, int way) throws Exception {
    switch (way % 6) {
      case 0 -> {
        for (ConsumerRecord<String, String> letter : records) {
          read(letter.value());
        }
        rest();
      }
      case 1 -> {
        for (TopicPartition partition : records.partitions()) {
          for (ConsumerRecord<String, String> letter : records.records(partition)) {
            read(letter.value());
          }
        }
        rest();
      }
      case 2 -> {
        for (int topic = 0; topic < TOPICS; topic++) {
          records.records(name + "-" + topic).forEach(letter -> read(letter.value()));
        }
        rest();
      }
      case 3 -> records.forEach(letter -> underWay.add(pool.submit(() -> read(letter.value()))));
      case 4 -> readAll(records);
      default -> {
        worker.submit(() -> readAll(records)).get();
        worker.submit(Post::rest).get();
      }
    }
  }

  /** Leaves the iterator as it is with the last one. */
  private static void readAll(ConsumerRecords<String, String> records) {
    Iterator<ConsumerRecord<String, String>> letters = records.iterator();
    for (int left = records.count(); left > 0; left--) {
      read(letters.next().value());
    }
  }

  private static void read(String number) {
    if (number.isEmpty()) {
      throw new IllegalArgumentException("an empty letter");
    }
  }

  private static void rest() {}
}
