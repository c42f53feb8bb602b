package dev.gemba.exporter.zipkin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who was asked, or sent a message. Zipkin draws its graph of services from names alone, so an
 * address is a name too.
 *
 * @param name as the attribute has it
 * @param address if the name is one; else null
 * @param port 0 if unknown
 */
record RemoteEndpoint(String name, InetAddress address, int port) {

  /**
   * An attribute that may tell it.
   *
   * @param port the attribute with the port to it, or null
   */
  private record Source(String name, String port) {}

  /** The best first, as OpenTelemetry ranks them. */
  private static final List<Source> SOURCES =
      List.of(
          new Source("peer.service", null),
          new Source("server.address", "server.port"),
          new Source("net.peer.name", "net.peer.port"),
          new Source("network.peer.address", "network.peer.port"),
          new Source("server.socket.domain", "server.socket.port"),
          new Source("server.socket.address", "server.socket.port"),
          new Source("net.sock.peer.name", "net.sock.peer.port"),
          new Source("net.sock.peer.addr", "net.sock.peer.port"),
          new Source("peer.hostname", null),
          new Source("peer.address", null),
          new Source("db.name", null));

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  /** Null for calls that ask nobody, and where no attribute tells whom. */
  static RemoteEndpoint of(Span span) {
    if (span.kind() != Span.Kind.CLIENT && span.kind() != Span.Kind.PRODUCER) {
      return null;
    }
    Attributes attributes = span.attributes();
    for (Source source : SOURCES) {
      String name = attributes.text(source.name());
      if (name != null && !name.isBlank()) {
        String port = source.port() == null ? null : attributes.text(source.port());
        return new RemoteEndpoint(name, address(name), port(port));
      }
    }
    return null;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("remoteEndpoint");
    json.writeStringField("serviceName", name);
    if (address != null) {
      json.writeStringField(
          address instanceof Inet4Address ? "ipv4" : "ipv6", address.getHostAddress());
    }
    if (port != 0) {
      json.writeNumberField("port", port);
    }
    json.writeEndObject();
  }

  /** Looks nothing up: what has a colon or is four numbers is an address or an error. */
  private static InetAddress address(String name) {
    if (!IPV4.matcher(name).matches() && !IPV6.matcher(name).matches()) {
      return null;
    }
    try {
      return InetAddress.getAllByName(name)[0];
    } catch (UnknownHostException ignored) {
      return null; // It is a name like any other.
    }
  }

  private static int port(String text) {
    int port = text != null && PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    return port <= 65_535 ? port : 0;
  }
}
