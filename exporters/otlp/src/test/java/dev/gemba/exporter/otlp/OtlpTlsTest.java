package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.api.export.Exporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over TLS, a server is trusted if the configured certificate vouches for it, and only then. */
@Timeout(60)
final class OtlpTlsTest {

  @TempDir static Path directory;

  private static SelfSigned identity;

  @BeforeAll
  static void makeIdentity() throws Exception {
    identity = SelfSigned.make(directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void trustsTheConfiguredCertificate(String protocol) throws Exception {
    Path pem = Files.writeString(directory.resolve("ca.pem"), identity.pem());
    try (Receiver server = Receiver.start(protocol, identity)) {
      assertThat(server.endpoint()).startsWith("https:");
      Exporter exporter = open(server, Map.of("certificate", pem.toString()));
      exporter.export(Samples.calls(1, 5));
      exporter.close();

      assertThat(server.newest("gemba.operation.calls").getSum().getDataPoints(0).getAsInt())
          .isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void refusesAServerThatNobodyVouchesFor(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol, identity)) {
      Exporter exporter = open(server, Map.of());

      assertThatThrownBy(() -> exporter.export(Samples.calls(1, 5)))
          .hasMessageContaining("metrics not delivered to " + server.endpoint())
          .hasMessageContaining("certification path");
      assertThat(server.metrics).isEmpty();
      assertThatThrownBy(exporter::close).hasMessageContaining("certification path");
    }
  }

  private static Exporter open(Receiver server, Map<String, String> more) throws Exception {
    Map<String, String> values = new HashMap<>(more);
    values.put("endpoint", server.endpoint());
    values.put("protocol", server.protocol());
    return new OtlpExporterProvider(Map.of()).open(Samples.options(values));
  }
}
