package dev.gemba.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Span.Kind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteEndpointTest {

  private static final Attributes SERVER =
      Attributes.of("server.address", "db.example").with("server.port", 5432L);

  @ParameterizedTest
  @EnumSource(names = {"CLIENT", "PRODUCER"})
  void isWhoAServerIsToItsClient(Kind kind) throws IOException {
    assertThat(written(kind, SERVER)).isEqualTo(Map.of("serviceName", "db.example", "port", 5432));
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERNAL", "SERVER", "CONSUMER"})
  void isNobodyWhereNobodyIsAsked(Kind kind) throws IOException {
    assertThat(written(kind, SERVER)).isNull();
  }

  @Test
  void isNobodyWhereNoAttributeTells() throws IOException {
    assertThat(written(Kind.CLIENT, Attributes.of("server.port", 5432L))).isNull();
    assertThat(written(Kind.CLIENT, Attributes.of("server.address", " "))).isNull();
  }

  @Test
  void isTakenFromTheBestAttribute() throws IOException {
    assertThat(written(Kind.CLIENT, SERVER.with("peer.service", "orders").with("db.name", "d")))
        .isEqualTo(Map.of("serviceName", "orders"));
    assertThat(
            written(
                Kind.CLIENT,
                Attributes.of("db.name", "d")
                    .with("network.peer.address", "10.1.2.3")
                    .with("network.peer.port", "80")
                    .with("server.port", 5432L)))
        .isEqualTo(Map.of("serviceName", "10.1.2.3", "ipv4", "10.1.2.3", "port", 80));
    assertThat(written(Kind.CLIENT, Attributes.of("db.name", "d")))
        .isEqualTo(Map.of("serviceName", "d"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, ipv4, 127.0.0.1",
    "255.249.199.0, ipv4, 255.249.199.0",
    "2001:db8::c001, ipv6, 2001:db8:0:0:0:0:0:c001",
    "::1, ipv6, 0:0:0:0:0:0:0:1",
    "::ffff:1.2.3.4, ipv4, 1.2.3.4",
  })
  void tellsAddresses(String text, String key, String address) throws IOException {
    assertThat(written(Kind.CLIENT, Attributes.of("server.address", text)))
        .isEqualTo(Map.of("serviceName", text, key, address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"256.1.1.1", "1.2.3", "1.2.3.4.5", "1234", "abc:80", "a", "fe80::1%eth0"})
  void takesEverythingElseForAName(String text) throws IOException {
    assertThat(written(Kind.CLIENT, Attributes.of("server.address", text)))
        .isEqualTo(Map.of("serviceName", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http", "123456", ""})
  void leavesOutWhatIsNoPort(String port) throws IOException {
    assertThat(written(Kind.CLIENT, SERVER.with("server.port", port)))
        .isEqualTo(Map.of("serviceName", "db.example"));
  }

  private static Object written(Kind kind, Attributes attributes) throws IOException {
    RequestBody body = new RequestBody(new SpanJson(Samples.KANBAN));
    body.add(Samples.span("00f067aa0ba902b7", "", kind, attributes));
    return Json.unpacked(body.gzip()).get(0).get("remoteEndpoint");
  }
}
