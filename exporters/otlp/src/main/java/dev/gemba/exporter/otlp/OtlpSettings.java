package dev.gemba.exporter.otlp;

import dev.gemba.api.export.ExporterOptions;
import dev.gemba.exporter.otlp.Lookup.Found;
import dev.gemba.exporter.otlp.Lookup.Scope;
import dev.gemba.exporter.otlp.SignalSettings.Protocol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The config section {@code otlp}, completed from the environment. A key beats the signal's
 * variable, which beats the common one.
 *
 * <table>
 * <caption>Keys and variables</caption>
 * <tr><th>key</th><th>{@code OTEL_…}</th><th>default</th></tr>
 * <tr><td>endpoint</td><td>EXPORTER_OTLP_[TRACES_|METRICS_|PROFILES_]ENDPOINT</td>
 *     <td>http://localhost:4317 for grpc, :4318 for http/protobuf</td></tr>
 * <tr><td>protocol</td><td>EXPORTER_OTLP_[…]PROTOCOL</td><td>grpc</td></tr>
 * <tr><td>headers, headers.NAME</td><td>EXPORTER_OTLP_[…]HEADERS</td><td>none</td></tr>
 * <tr><td>timeout</td><td>EXPORTER_OTLP_[…]TIMEOUT (ms)</td><td>10s</td></tr>
 * <tr><td>compression</td><td>EXPORTER_OTLP_[…]COMPRESSION</td><td>none</td></tr>
 * <tr><td>certificate</td><td>EXPORTER_OTLP_[…]CERTIFICATE</td><td>the JVM's trust store</td></tr>
 * <tr><td>temporality</td><td>EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE</td>
 *     <td>cumulative</td></tr>
 * <tr><td>interval</td><td>METRIC_EXPORT_INTERVAL (ms)</td><td>10s</td></tr>
 * <tr><td>profiles</td><td></td><td>off: the signal is in development, and most servers do not
 *     know it</td></tr>
 * </table>
 *
 * @param profiles empty if none are to be sent
 * @param delta whether histograms and monotonic sums go out as differences
 * @param interval shortest time between two deliveries of metrics
 */
record OtlpSettings(
    SignalSettings traces,
    SignalSettings metrics,
    Optional<SignalSettings> profiles,
    boolean delta,
    Duration interval) {

  /** The key that switches profiles on. */
  static final String PROFILES = "profiles";

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  /**
   * @throws IllegalArgumentException naming the key or variable, what was found and what is
   *     accepted
   */
  static OtlpSettings read(ExporterOptions options, Map<String, String> environment) {
    Lookup lookup = new Lookup(options, environment);
    return new OtlpSettings(
        signal(lookup, Signal.TRACES),
        signal(lookup, Signal.METRICS),
        options.isOn(PROFILES, false)
            ? Optional.of(signal(lookup, Signal.PROFILES))
            : Optional.empty(),
        lookup
            .find("temporality", "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE")
            .map(found -> delta(found, options.warnings()))
            .orElse(false),
        lookup
            .find("interval", "OTEL_METRIC_EXPORT_INTERVAL")
            .map(OtlpSettings::duration)
            .orElse(TEN_SECONDS));
  }

  private static SignalSettings signal(Lookup lookup, Signal signal) {
    Protocol protocol =
        lookup
            .find(signal, "protocol", "PROTOCOL")
            .map(OtlpSettings::protocol)
            .orElse(Protocol.GRPC);
    return new SignalSettings(
        endpoint(lookup.find(signal, "endpoint", "ENDPOINT"), protocol, signal),
        protocol,
        Headers.read(lookup, signal),
        lookup.find(signal, "timeout", "TIMEOUT").map(OtlpSettings::duration).orElse(TEN_SECONDS),
        lookup.find(signal, "compression", "COMPRESSION").map(OtlpSettings::gzip).orElse(false),
        lookup.find(signal, "certificate", "CERTIFICATE").map(OtlpSettings::certificate));
  }

  private static Protocol protocol(Found found) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.text.equals(found.text())) {
        return protocol;
      }
    }
    throw found.unacceptable("grpc or http/protobuf");
  }

  private static String endpoint(Optional<Found> found, Protocol protocol, Signal signal) {
    String base = found.map(OtlpSettings::url).orElse(protocol.defaultEndpoint);
    // A variable of one signal's own is used as it stands; a common endpoint is a base.
    boolean complete = found.isPresent() && found.get().scope() == Scope.SIGNAL;
    if (protocol == Protocol.GRPC || complete) {
      return base;
    }
    return base + (base.endsWith("/") ? "" : "/") + signal.path;
  }

  private static String url(Found found) {
    String accepted = "a URL such as http://localhost:4317 or https://collector.example:4317";
    try {
      URI uri = new URI(found.text());
      if (uri.getRawUserInfo() != null) {
        // Not shown: what stands there is a password, and endpoints appear in messages.
        throw found.unacceptable(
            "(hidden)", accepted + " without a user; put credentials into headers");
      }
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean http = scheme.equals("http") || scheme.equals("https");
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return found.text();
      }
    } catch (URISyntaxException ignored) {
      // The message below names the text and what is accepted, which is all there is to say.
    }
    throw found.unacceptable(accepted);
  }

  /** As everywhere in the config; in a variable a bare number is milliseconds. */
  private static Duration duration(Found found) {
    boolean millis = found.scope() != Scope.CONFIG && found.text().matches("[0-9]{1,12}");
    String text = millis ? found.text() + "ms" : found.text();
    ExporterOptions one = new ExporterOptions(Map.of(found.source(), text), ignored -> {});
    Duration value = one.duration(found.source(), TEN_SECONDS);
    if (value.compareTo(Duration.ofDays(1)) > 0) {
      throw found.unacceptable("at most one day");
    }
    return value;
  }

  private static boolean gzip(Found found) {
    return switch (found.text()) {
      case "gzip" -> true;
      case "none" -> false;
      default -> throw found.unacceptable("gzip or none");
    };
  }

  private static boolean delta(Found found, Consumer<String> warnings) {
    return switch (found.text().toLowerCase(Locale.ROOT)) {
      case "cumulative" -> false;
      case "delta" -> true;
      case "lowmemory" -> {
        if (found.scope() == Scope.CONFIG) {
          throw found.unacceptable("cumulative or delta");
        }
        warnings.accept(found.source() + ": 'lowmemory' is treated as 'delta'");
        yield true;
      }
      default -> throw found.unacceptable("cumulative or delta");
    };
  }

  private static String certificate(Found found) {
    try {
      String pem = Files.readString(Path.of(found.text()), StandardCharsets.US_ASCII);
      InputStream in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
      if (!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        return pem;
      }
    } catch (CertificateException ignored) {
      // The message below says it all.
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          found.source() + ": cannot read '" + found.text() + "' (" + e + ")", e);
    }
    throw found.unacceptable("a file with X.509 certificates in PEM format");
  }
}
