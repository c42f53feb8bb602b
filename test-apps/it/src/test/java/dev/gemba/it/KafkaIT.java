package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.it.post.Post;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * What becomes of a record that was sent is in the trace of its sender; a real broker is between.
 */
class KafkaIT {

  private static final int LETTERS = 600;
  private static final Duration TO_START = Duration.ofMinutes(2);

  @TempDir private static Path data;

  private static RunningJvm broker;
  private static int port;

  @TempDir private Path directory;

  @BeforeAll
  static void startBroker() throws Exception {
    port = FreePort.next();
    broker =
        ForkedJvm.on(Jdks.found().get(0))
            .jar(
                Jars.kafkaBroker(),
                data.toString(),
                "" + port,
                "group.initial.rebalance.delay.ms=0")
            .options("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .start()
            .awaitOutput("listening on ", TO_START);
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @OnEveryJdk
  void everyRecordIsHandledInTheTraceOfItsSender(Jdk jdk) throws Exception {
    Path library = ForkedJvm.placeOf(KafkaProducer.class);
    ExportedMetrics exported = run(jdk, library, "newest-" + jdk.feature());

    JsonNode process = named(exported, "process newest-" + jdk.feature() + "-0");
    assertThat(texts(process))
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.name", "process")
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("messaging.consumer.group.name", "readers")
        .containsEntry("messaging.destination.name", "newest-" + jdk.feature() + "-0")
        .containsKeys("messaging.client.id", "messaging.destination.partition.id");
    assertThat(process.path("kind").asInt()).isEqualTo(5);
    JsonNode send = named(exported, "send newest-" + jdk.feature() + "-0");
    assertThat(texts(send))
        .containsEntry("messaging.operation.type", "send")
        .containsKeys("messaging.kafka.offset", "messaging.destination.partition.id");
    assertThat(send.path("kind").asInt()).isEqualTo(4);
  }

  @Test
  void anOldClientIsNoOther() throws Exception {
    run(Jdks.found().get(0), Jars.thirdParty("kafka-clients-oldest.jar"), "oldest");
  }

  private ExportedMetrics run(Jdk jdk, Path library, String name) throws Exception {
    Path output = directory.resolve("gemba");
    String config =
        "service: post\noverhead: off\npacks: [executors, kafka]\nsampling: { keep: 100% }\n"
            + "targets:\n"
            + "  - methods: dev.gemba.it.post.Post.write(..)\n    capture: span\n"
            + "    attributes: { number: arg1 }\n"
            + "  - methods: dev.gemba.it.post.Post.read(..)\n    capture: span\n"
            + "    attributes: { number: arg0 }\n"
            + "  - methods: [dev.gemba.it.post.Post.stamp(), dev.gemba.it.post.Post.rest()]\n"
            + "    capture: span\n"
            + "exporters:\n"
            + ConfigText.file(output)
            + "  kafka:\n    brokers: [\"127.0.0.1:"
            + port
            + "\"]\n    traces: { topic: gemba-traces }\n    metrics: { topic: gemba-metrics }\n";
    Ended ended =
        ForkedJvm.on(jdk)
            .main(
                List.of(ForkedJvm.placeOf(Post.class), library, ForkedJvm.placeOf(Logger.class)),
                Post.class.getName(),
                "" + port,
                name,
                "" + LETTERS)
            .options("-Xmx512m", "-Xverify:all", "-XX:TieredStopAtLevel=1")
            .gemba(directory, config)
            .run()
            .exitedWith(0);
    int sent = LETTERS + LETTERS / 10;
    assertThat(ended.stdout()).contains("Handled " + sent + " of " + sent);
    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(exported.dropped("capture-failure")).as("%s", ended).isZero();

    Map<String, Long> found = trees(exported.spans());
    Map<String, Long> expected = expected(name);
    assertThat(found.keySet()).contains("Post.rest");
    found.remove("Post.rest");
    assertThat(found).as("drops %s", exported.drops()).isEqualTo(expected);
    assertThat(exported.byOutcome().keySet())
        .as("what Gemba sends by Kafka itself is nobody's business")
        .noneMatch(operation -> operation.contains("gemba-"));
    return exported;
  }

  private static Map<String, Long> expected(String name) {
    Map<String, Long> trees = new TreeMap<>();
    for (int n = 0; n < LETTERS; n++) {
      String topic = name + "-" + n % 3;
      String process = "process " + topic + "(Post.read " + n + ")";
      String stamp = n % 2 == 0 ? "" : "Post.stamp, ";
      String send = "send " + topic + "(" + stamp + process + ")";
      String again = n % 10 == 0 ? ", send " + topic + "(" + process + ")" : "";
      trees.put("Post.write " + n + "(" + send + again + ")", 1L);
    }
    return trees;
  }

  private static JsonNode named(ExportedMetrics exported, String name) throws Exception {
    return exported.spans().stream()
        .filter(span -> span.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> texts(JsonNode span) {
    Map<String, String> texts = new HashMap<>();
    for (JsonNode attribute : span.path("attributes")) {
      texts.put(attribute.path("key").asText(), attribute.path("value").elements().next().asText());
    }
    return texts;
  }

  /** How many traces are of each shape, numbers included. */
  private static Map<String, Long> trees(List<JsonNode> spans) {
    Map<String, List<JsonNode>> byParent = new HashMap<>();
    Map<String, JsonNode> byId = new HashMap<>();
    for (JsonNode span : spans) {
      String parent = span.path("parentSpanId").asText();
      byParent.computeIfAbsent(parent, unused -> new ArrayList<>()).add(span);
      byId.put(span.path("spanId").asText(), span);
    }
    Map<String, Long> trees = new TreeMap<>();
    for (JsonNode span : spans) {
      String parent = span.path("parentSpanId").asText();
      if (!byId.containsKey(parent)) {
        trees.merge((parent.isEmpty() ? "" : "lost: ") + tree(span, byParent), 1L, Long::sum);
      }
    }
    return trees;
  }

  private static String tree(JsonNode span, Map<String, List<JsonNode>> byParent) {
    String number = texts(span).getOrDefault("number", "");
    String name = span.path("name").asText() + (number.isEmpty() ? "" : " " + number);
    List<JsonNode> children = byParent.getOrDefault(span.path("spanId").asText(), List.of());
    return children.isEmpty()
        ? name
        : children.stream()
            .map(child -> tree(child, byParent))
            .sorted()
            .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
