package dev.gemba.exporter.otlp;

import dev.gemba.exporter.otlp.SignalSettings.Protocol;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends the requests of one signal, each of them once.
 *
 * <p>OpenTelemetry's encoding, but not its senders: these try again by themselves for as long as
 * one timeout, and keep from their caller what OTLP says of a failure and of partial success.
 */
final class SignalClient {

  private final SignalSettings to;
  private final Wire wire;
  private final HttpUrl url;
  private final OkHttpClient client;

  SignalClient(Signal signal, SignalSettings to, ExecutorService threads) {
    this.to = to;
    this.wire = to.protocol() == Protocol.GRPC ? new GrpcWire() : new HttpWire();
    HttpUrl endpoint = HttpUrl.get(to.endpoint());
    this.url =
        to.protocol() == Protocol.GRPC
            ? endpoint.newBuilder().encodedPath(signal.grpcPath).build()
            : endpoint;
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(new Dispatcher(threads))
            .callTimeout(to.timeout())
            .connectTimeout(to.timeout())
            .readTimeout(to.timeout())
            .writeTimeout(to.timeout())
            // To a POST that was answered by another place, OkHttp would send a GET there.
            .followRedirects(false)
            .protocols(wire.protocols(endpoint.isHttps()));
    if (!endpoint.isHttps()) {
      builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
    } else {
      to.certificate().ifPresent(pem -> trust(pem, builder));
    }
    this.client = builder.build();
  }

  Delivery send(Marshaler message) throws IOException {
    Request.Builder request = new Request.Builder().url(url).header("User-Agent", "Gemba");
    wire.write(encoded(message), to.gzip(), request);
    to.headers().forEach(request::header);
    Call call = client.newCall(request.build());
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    call.enqueue(new Answering(answer));
    return new Delivery(call, answer);
  }

  void cancelAll() {
    client.dispatcher().cancelAll();
  }

  /** Closes connections that no request needs any more. */
  void closeConnections() {
    client.connectionPool().evictAll();
  }

  private byte[] encoded(Marshaler message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.getBinarySerializedSize());
    try (OutputStream out = to.gzip() ? new GZIPOutputStream(bytes) : bytes) {
      message.writeBinaryTo(out);
    }
    return bytes.toByteArray();
  }

  private static void trust(String pem, OkHttpClient.Builder builder) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        trusted.setCertificateEntry("c" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          SSLContext context = SSLContext.getInstance("TLS");
          context.init(null, new TrustManager[] {x509}, null);
          builder.sslSocketFactory(context.getSocketFactory(), x509);
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("certificate: cannot be trusted: " + e.getMessage(), e);
    }
  }

  private final class Answering implements Callback {

    private final CompletableFuture<Answer> answer;

    Answering(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    @Override
    public void onFailure(Call call, IOException e) {
      answer.complete(Answer.none(e));
    }

    @Override
    public void onResponse(Call call, Response response) {
      try (response) {
        answer.complete(wire.read(response));
      } catch (IOException e) {
        answer.complete(Answer.none(e));
      } finally {
        // Whatever else it throws: nobody may wait for ever.
        answer.complete(Answer.none(new IOException("an answer that cannot be read")));
      }
    }
  }
}
