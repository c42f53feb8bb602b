package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.capture.PathReader;
import dev.gemba.agent.config.ValuePath;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpClientTest {

  private final HttpClient enricher = new HttpClient();

  private static EndedCall call(String uri, String server) {
    return new EndedCall(
        Map.of("uri", argument("arg0"), "server", argument("arg1")),
        null,
        new Object[] {uri, server, null},
        null,
        null);
  }

  private static PathReader argument(String path) {
    return new PathReader(ValuePath.parse(path), type -> {});
  }

  private Map<String, Object> attributes(EndedCall call) {
    Map<String, Object> attributes = new HashMap<>();
    enricher.enrich(call, attributes::put);
    return attributes;
  }

  @Test
  void aPathAloneIsOfTheServerThatItWasAskedOf() {
    EndedCall call = call("/orders/7?key=secret", "http://shop.test:8080");

    assertThat(attributes(call))
        .containsEntry("url.full", "http://shop.test:8080/orders/7")
        .containsEntry("server.address", "shop.test")
        .containsEntry("server.port", 8080L);
    assertThat(enricher.operation(call)).isEqualTo("HTTP shop.test:8080");
  }

  @Test
  void aWholeAddressIsTakenAsItIs() {
    assertThat(attributes(call("https://shop.test/orders", "http://proxy.test")))
        .containsEntry("url.full", "https://shop.test/orders")
        .containsEntry("server.port", 443L);
  }

  @Test
  void whatIsNoAddressIsLeftOut() {
    assertThat(attributes(call("/orders", null))).isEmpty();
    assertThat(attributes(call("no address", "http://shop.test"))).isEmpty();
  }
}
