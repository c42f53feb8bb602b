package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.it.pool.Pools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for a pool's connection, making one, and using it are three things. */
class PoolsIT {

  private static final double MILLIS = 1e-3;

  @TempDir private Path directory;

  @OnEveryJdk
  void theNewestPoolsAreTold(Jdk jdk) throws Exception {
    assertTold(
        jdk, List.of("tomcat-jdbc", "tomcat-juli", "commons-dbcp2", "commons-pool2", "HikariCP"));
  }

  @Test
  void theOldestPoolsAreTold() throws Exception {
    assertTold(
        Jdks.found().get(0),
        List.of(
            "tomcat-jdbc-oldest",
            "tomcat-juli-oldest",
            "commons-dbcp2-oldest",
            "commons-pool2-oldest",
            "HikariCP-oldest"));
  }

  private void assertTold(Jdk jdk, List<String> pools) throws Exception {
    Path output = directory.resolve("gemba");
    String config = "service: pools\noverhead: off\nsampling: { keep: 100% }\nexporters:\n";
    List<Path> libraries = new ArrayList<>(Jars.libraries(pools));
    libraries.addAll(Jars.libraries(List.of("h2", "commons-logging", "slf4j-api")));
    Ended ended =
        ForkedJvm.programWith(jdk, Pools.class, libraries)
            .options("-Xmx1g", "-Xverify:all")
            .gemba(directory, config + ConfigText.file(output))
            .run()
            .exitedWith(0);

    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(exported.dropped("capture-failure")).as("%s", ended).isZero();
    Map<String, Long> known = CachesIT.known(ended);
    assertThat(exported.calls("jdbc.connection", "")).isEqualTo(known.get("jdbc.connection"));
    assertThat(exported.calls("jdbc.connection"))
        .isEqualTo(known.get("jdbc.connection") + known.get("jdbc.connection failed"));
    assertThat(exported.calls("jdbc.connect")).isEqualTo(known.get("jdbc.connect"));
    assertThat(exported.calls("SELECT")).isEqualTo(known.get("SELECT"));
    assertThat(
            exported
                .point("gemba.operation.duration", Map.of("gemba.operation", "jdbc.connection"))
                .path("sum")
                .asDouble())
        .as("seconds that were waited")
        .isGreaterThan(known.get("waited") * MILLIS);
    assertThat(parentsOf("jdbc.connect", exported.spans()))
        .as("connections are made while one is waited for, or by the pool for itself")
        .isSubsetOf("jdbc.connection", "")
        .contains("jdbc.connection");
    assertThat(parentsOf("SELECT", exported.spans())).containsOnly("");
  }

  private static List<String> parentsOf(String name, List<JsonNode> spans) {
    Map<String, String> names = new HashMap<>();
    for (JsonNode span : spans) {
      names.put(span.path("spanId").asText(), span.path("name").asText());
    }
    return spans.stream()
        .filter(span -> span.path("name").asText().equals(name))
        .map(span -> names.getOrDefault(span.path("parentSpanId").asText(), ""))
        .toList();
  }
}
