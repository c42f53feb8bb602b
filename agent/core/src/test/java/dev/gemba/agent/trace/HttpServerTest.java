package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.capture.PathReader;
import dev.gemba.agent.config.ValuePath;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpServerTest {

  private final HttpServer enricher = new HttpServer();

  private Map<String, Object> attributes(String host) {
    Map<String, PathReader> values =
        Map.of("host", argument("arg0"), "url.scheme", argument("arg1"));
    Object[] arguments = {host, "http", null};
    Map<String, Object> attributes = new HashMap<>();
    enricher.enrich(new EndedCall(values, null, arguments, null, null), attributes::put);
    return attributes;
  }

  private static PathReader argument(String path) {
    return new PathReader(ValuePath.parse(path), type -> {});
  }

  @Test
  void theServerIsCalledAsItsClientDoes() {
    assertThat(attributes("shop.test:8080"))
        .containsEntry("server.address", "shop.test")
        .containsEntry("server.port", 8080L);
    assertThat(attributes("[::1]:80"))
        .containsEntry("server.address", "[::1]")
        .containsEntry("server.port", 80L);
  }

  @Test
  void thePortIsTheSocketsIfTheClientNamesNone() {
    assertThat(attributes("shop.test"))
        .containsEntry("server.address", "shop.test")
        .doesNotContainKey("server.port");
    assertThat(attributes("[::1]"))
        .containsEntry("server.address", "[::1]")
        .doesNotContainKey("server.port");
    assertThat(attributes("shop.test:http")).doesNotContainKey("server.port");
  }

  @Test
  void theSocketTellsIfTheClientDoesNot() {
    assertThat(attributes(null)).doesNotContainKeys("server.address", "server.port");
  }
}
