package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values that the config reads from calls: attributes, dimensions, measures, the type at run time.
 */
class CaptureIT {

  private static final String DESK = "dev.gemba.zoo.shop.Desk.take(..)";

  @TempDir private Path directory;

  private ExportedMetrics run(Jdk jdk, String targetKeys) throws Exception {
    Path output = directory.resolve("gemba");
    String config =
        "service: it\nsampling: { keep: 100% }\ntargets:\n  - methods: "
            + DESK
            + "\n"
            + targetKeys
            + "exporters:\n"
            + ConfigText.file(output);
    ForkedJvm bare = ForkedJvm.zooMain(jdk, "Shop");
    String truth = bare.run().exitedWith(0).stdout();
    Ended ended = ForkedJvm.zooMain(jdk, "Shop").gemba(directory, config).run().exitedWith(0);
    assertThat(ended.stdout()).isEqualTo(truth);
    return ExportedMetrics.in(output).assertNoGembaErrors();
  }

  @OnEveryJdk
  void attributesAreReadFromFieldsRecordsPropertiesAndCallsAndCutAt256(Jdk jdk) throws Exception {
    ExportedMetrics metrics =
        run(
            jdk,
            """
                operation: desk.take
                capture: span
                attributes:
                  order.id: arg0.id
                  customer.name: arg0.customer.name
                  customer.loyal: arg0.customer.loyal
                  price.count: arg1.length
                  desk.number: this.number
                  label.count: return.size()
            """);

    Map<Object, JsonNode> byCustomer = new HashMap<>();
    for (JsonNode span : metrics.spans()) {
      assertThat(span.path("name").asText()).isEqualTo("desk.take");
      byCustomer.put(attribute(span, "customer.name").path("stringValue").asText(), span);
    }
    assertThat(byCustomer).hasSize(60);
    JsonNode fifth = byCustomer.get("b5");
    assertThat(attribute(fifth, "order.id").path("stringValue").asText())
        .isEqualTo("o".repeat(256));
    assertThat(attribute(fifth, "customer.loyal").path("boolValue").asBoolean()).isFalse();
    assertThat(attribute(fifth, "price.count").path("intValue").asText()).isEqualTo("5");
    assertThat(attribute(fifth, "desk.number").path("intValue").asText()).isEqualTo("2");
    assertThat(attribute(fifth, "label.count").path("intValue").asText()).isEqualTo("5");
    JsonNode failed = byCustomer.get("a0");
    assertThat(failed.path("status").path("code").asInt()).isEqualTo(2);
    assertThat(attribute(failed, "error.type").path("stringValue").asText())
        .isEqualTo("java.lang.IllegalArgumentException");
    assertThat(attribute(failed, "label.count").isMissingNode()).isTrue();
    assertThat(metrics.dropped("capture-failure")).isZero();
  }

  @OnEveryJdk
  void failingGettersCostOneValueAndAreCounted(Jdk jdk) throws Exception {
    ExportedMetrics metrics =
        run(
            jdk,
            """
                operation: desk.take
                capture: span
                attributes: { secret: arg0.customer.secret, absent: arg0.nothing, name: arg0.customer.name }
            """);

    List<JsonNode> spans = metrics.spans();
    assertThat(spans).hasSize(60);
    assertThat(spans)
        .allSatisfy(
            span -> {
              assertThat(attribute(span, "name").isMissingNode()).isFalse();
              assertThat(attribute(span, "secret").isMissingNode()).isTrue();
            });
    assertThat(metrics.dropped("capture-failure")).isEqualTo(2 * 60);
    assertThat(metrics.calls("desk.take")).isEqualTo(60);
  }

  @OnEveryJdk
  void valuesWhoseTextFailsCostTheAttributeAndNotTheCall(Jdk jdk) throws Exception {
    ExportedMetrics metrics =
        run(
            jdk,
            """
                operation: desk.take
                dimensions: { customer: arg0.customer }
                measures: { desk.customer: arg0.customer }
            """);

    assertThat(metrics.callsByOutcome("desk.take"))
        .isEqualTo(Map.of("", 59L, "java.lang.IllegalArgumentException", 1L));
    assertThat(metrics.dropped("capture-failure")).isEqualTo(2 * 60);
  }

  @OnEveryJdk
  void dimensionsSplitTheMetricsByStepsAndAreBounded(Jdk jdk) throws Exception {
    ExportedMetrics metrics =
        run(
            jdk,
            """
                operation: desk.take
                dimensions:
                  size: { of: return.size(), steps: [10, 30], names: [small, medium, large] }
                  customer: arg0.customer.name
            """);

    Map<String, Long> bySize = metrics.callsBy("desk.take", "size");
    assertThat(bySize).isEqualTo(Map.of("", 1L, "small", 9L, "medium", 20L, "large", 30L));
    assertThat(metrics.calls("desk.take")).isEqualTo(60);
    assertThat(metrics.callsBy("desk.take", "customer")).hasSize(60);
  }

  @OnEveryJdk
  void valuesOfADimensionBeyondFiftyAreOther(Jdk jdk) throws Exception {
    ExportedMetrics metrics =
        run(jdk, "    operation: desk.take\n    dimensions: { customer: arg0.customer.name }\n");

    Map<String, Long> byCustomer = metrics.callsBy("desk.take", "customer");
    assertThat(byCustomer).hasSize(51).containsEntry("other", 10L);
    assertThat(metrics.dropped("attribute-values")).isEqualTo(10);
  }

  @OnEveryJdk
  void measuresAreDistributionsOfTheValue(Jdk jdk) throws Exception {
    ExportedMetrics metrics =
        run(jdk, "    operation: desk.take\n    measures: { desk.labels: return.size() }\n");

    JsonNode point = metrics.point("desk.labels", Map.of("gemba.operation", "desk.take"));
    assertThat(point.path("count").asLong()).isEqualTo(59);
    assertThat(point.path("sum").asDouble()).isEqualTo(59 * 60 / 2.0);
    assertThat(point.path("min").asDouble()).isEqualTo(1);
    assertThat(point.path("max").asDouble()).isEqualTo(59);
  }

  @OnEveryJdk
  void operationsMayBeNamedAfterTheTypeAtRunTime(Jdk jdk) throws Exception {
    ExportedMetrics metrics = run(jdk, "    operation: \"desk.{type}.{class}.{method}\"\n");

    assertThat(metrics.calls("desk.Desk.Front.Desk.take")).isEqualTo(30);
    assertThat(metrics.calls("desk.Desk.Back.Desk.take")).isEqualTo(30);
    assertThat(metrics.byOutcome()).hasSize(2);
  }

  private static JsonNode attribute(JsonNode span, String key) {
    for (JsonNode attribute : span.path("attributes")) {
      if (attribute.path("key").asText().equals(key)) {
        return attribute.path("value");
      }
    }
    return span.path("absent");
  }
}
