package dev.gemba.exporter.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;

/**
 * Opens connections to one server, with TLS if its URL says so; never by way of a proxy. Not
 * thread-safe.
 *
 * <p>They are channels, as an interrupt ends whatever a thread does with one.
 */
final class Connector {

  /** An answer has a few lines; one that never ends must not fill the heap. */
  private static final Http1Config BOUNDED =
      Http1Config.custom().setMaxLineLength(8 << 10).setMaxHeaderCount(100).build();

  private final boolean secure;
  private final String host;
  private final int port;
  private final DefaultBHttpClientConnectionFactory connections =
      DefaultBHttpClientConnectionFactory.builder().http1Config(BOUNDED).build();

  /** Made when it is first needed. */
  private SSLContext tls;

  Connector(URI endpoint) {
    this.secure = endpoint.getScheme().toLowerCase(Locale.ROOT).equals("https");
    this.host = endpoint.getHost().replaceAll("^\\[|]$", ""); // of an IPv6 address
    this.port = endpoint.getPort() != -1 ? endpoint.getPort() : secure ? 443 : 80;
  }

  /** To the first of the host's addresses where somebody listens. */
  SocketChannel connect(long deadlineNanos) throws IOException {
    IOException failure = new UnknownHostException(host);
    for (InetAddress address : InetAddress.getAllByName(host)) {
      SocketChannel channel = SocketChannel.open();
      try {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().connect(new InetSocketAddress(address, port), leftMillis(deadlineNanos));
        return channel;
      } catch (IOException e) {
        channel.close();
        failure = e;
      }
    }
    throw failure;
  }

  DefaultBHttpClientConnection http(SocketChannel channel) throws IOException {
    Socket plain = channel.socket();
    if (!secure) {
      return connections.createConnection(plain);
    }
    SSLSocket socket = (SSLSocket) tls().getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake(); // later on, what is wrong would be told less clearly
    return connections.createConnection(socket, plain);
  }

  /** Not the default one, which the JVM makes once: the application may still set what it reads. */
  private SSLContext tls() throws IOException {
    if (tls == null) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        tls = context;
      } catch (GeneralSecurityException e) {
        throw new IOException("no TLS: " + e.getMessage(), e);
      }
    }
    return tls;
  }

  private static int leftMillis(long deadlineNanos) {
    long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    return (int) Math.max(1, left);
  }
}
