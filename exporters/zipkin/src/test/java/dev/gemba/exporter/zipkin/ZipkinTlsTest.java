package dev.gemba.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server behind {@code https} is trusted if the JVM's trust store vouches for its name. */
@Timeout(60)
class ZipkinTlsTest {

  private static final Snapshot ONE = Samples.snapshot(Samples.spans(1, Attributes.empty()));
  private static final String PASSWORD = "changeit";
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

  @TempDir static Path directory;

  private static Path localhost;
  private static Path elsewhere;

  @BeforeAll
  static void makeIdentities() throws Exception {
    localhost = selfSigned("localhost");
    elsewhere = selfSigned("elsewhere.example");
  }

  @AfterEach
  void trustAsBefore() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
  }

  @Test
  void trustsWhomTheJvmTrusts() throws Exception {
    trust(localhost);
    try (Receiver server = Receiver.start(context(localhost))) {
      assertThat(server.endpoint()).startsWith("https:");
      Exporter exporter = Samples.open(server.endpoint(), Map.of());
      exporter.export(ONE);
      exporter.export(ONE);
      exporter.close();

      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void refusesAServerThatNobodyVouchesFor() throws Exception {
    try (Receiver server = Receiver.start(context(localhost))) {
      Exporter exporter = Samples.open(server.endpoint(), Map.of());

      assertThatThrownBy(() -> exporter.export(ONE)).hasMessageContaining("certification path");
      exporter.close();
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void refusesAServerOfAnotherName() throws Exception {
    trust(elsewhere);
    try (Receiver server = Receiver.start(context(elsewhere))) {
      Exporter exporter = Samples.open(server.endpoint(), Map.of());

      assertThatThrownBy(() -> exporter.export(ONE))
          .hasMessageContaining("matching localhost found");
      exporter.close();
      assertThat(server.requests).isEmpty();
    }
  }

  private static void trust(Path store) {
    System.setProperty(TRUST_STORE, store.toString());
    System.setProperty(TRUST_STORE_PASSWORD, PASSWORD);
  }

  private static Path selfSigned(String name) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Path log = directory.resolve("keytool.log");
    String keytool =
        "%s/bin/keytool -genkeypair -alias server -keyalg EC -dname CN=%s -ext san=dns:%s"
                .formatted(System.getProperty("java.home"), name, name)
            + " -validity 2 -storetype PKCS12 -storepass "
            + PASSWORD
            + " -keystore";
    Process process =
        new ProcessBuilder((keytool + " " + store).split(" "))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(Files.readString(log));
    }
    return store;
  }

  private static SSLContext context(Path identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(identity)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
