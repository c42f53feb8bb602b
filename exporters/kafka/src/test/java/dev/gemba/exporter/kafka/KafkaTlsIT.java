package dev.gemba.exporter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real broker that takes nothing but TLS. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KafkaTlsIT {

  private static final String PASSWORD = "changeit";

  @TempDir private Path directory;

  @Test
  void deliversToABrokerWhoseCertificateItTrustsAndToNoOther() throws Exception {
    String key = directory.resolve("key.p12").toString();
    String certificate = directory.resolve("certificate.pem").toString();
    keytool(
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=broker",
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        key);
    keytool("-exportcert", "-rfc", "-alias", "broker", "-keystore", key, "-file", certificate);
    try (KafkaBroker broker =
        KafkaBroker.start(
            directory,
            Ports.free(),
            "listener.security.protocol.map=CLIENT:SSL,CONTROLLER:PLAINTEXT",
            "ssl.keystore.location=" + key,
            "ssl.keystore.password=" + PASSWORD,
            "ssl.truststore.type=PEM",
            "ssl.truststore.location=" + certificate)) {
      Map<String, String> trusting =
          Map.of(
              "properties.security.protocol", "SSL",
              "properties.ssl.truststore.type", "PEM",
              "properties.ssl.truststore.location", certificate);
      List<Span> spans = Samples.trace(1, 3, Samples.odd());

      refuses(broker, Map.of("timeout", "3s"), "");
      refuses(
          broker,
          Map.of("timeout", "3s", "properties.security.protocol", "SSL"),
          "SSL handshake failed: unable to find valid certification path");
      Exporter exporter = Samples.open(broker.address(), trusting);
      exporter.export(Samples.at(1, Samples.metrics(1), spans));
      exporter.close();

      try (Topics topics =
          new Topics(
              broker.address(),
              Map.of(
                  "security.protocol", "SSL",
                  "ssl.truststore.type", "PEM",
                  "ssl.truststore.location", certificate))) {
        assertThat(topics.spans("otlp_spans")).isEqualTo(spans);
      }
    }
  }

  private static void refuses(KafkaBroker broker, Map<String, String> settings, String why)
      throws Exception {
    Exporter exporter = Samples.open(broker.address(), settings);
    assertThatThrownBy(
            () ->
                exporter.export(
                    Samples.at(1, Samples.metrics(1), Samples.trace(1, 3, Samples.odd()))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("3 of 3 spans not delivered")
        .hasMessageContaining(why);
    exporter.close();
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Path log = directory.resolve("keytool.log");
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new AssertionError(Files.readString(log));
    }
  }
}
