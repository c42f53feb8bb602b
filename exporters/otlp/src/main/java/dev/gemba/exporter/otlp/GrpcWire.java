package dev.gemba.exporter.otlp;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * OTLP/gRPC: a message goes as a frame of HTTP/2, and the status comes behind its answer.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP2</a>
 */
final class GrpcWire implements Wire {

  private static final MediaType GRPC = MediaType.parse("application/grpc");
  private static final int UNKNOWN = 2;

  /** A flag that tells of compression, and a length of four bytes. */
  private static final int PREFIX_BYTES = 5;

  @Override
  public List<Protocol> protocols(boolean secure) {
    return secure
        ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
        : List.of(Protocol.H2_PRIOR_KNOWLEDGE);
  }

  @Override
  public void write(byte[] message, boolean gzip, Request.Builder request) {
    if (gzip) {
      request.header("grpc-encoding", "gzip");
    }
    ByteBuffer frame = ByteBuffer.allocate(PREFIX_BYTES + message.length);
    frame.put((byte) (gzip ? 1 : 0)).putInt(message.length).put(message);
    request.header("te", "trailers").post(RequestBody.create(frame.array(), GRPC));
  }

  @Override
  public Answer read(Response response) throws IOException {
    if (response.code() != 200) {
      return Wire.http(response); // of a proxy, or of a server that is none for gRPC
    }
    byte[] body = Wire.body(response);
    if (response.body().byteStream().read() >= 0) {
      throw new IOException("an answer of more than " + body.length + " bytes");
    }
    // Where there is no message, the status stands in the headers themselves.
    Headers trailers =
        response.header("grpc-status") != null ? response.headers() : response.trailers();
    return Answer.grpc(
        status(trailers),
        unescaped(trailers.get("grpc-message")),
        retryDelay(trailers.get("grpc-status-details-bin")),
        message(body));
  }

  private static int status(Headers trailers) {
    try {
      return Integer.parseInt(String.valueOf(trailers.get("grpc-status")));
    } catch (NumberFormatException ignored) {
      return UNKNOWN; // as gRPC has it where a status is missing
    }
  }

  private static byte[] message(byte[] body) {
    boolean plain = body.length >= PREFIX_BYTES && body[0] == 0;
    return plain ? Arrays.copyOfRange(body, PREFIX_BYTES, body.length) : new byte[0];
  }

  private static String unescaped(String message) {
    try {
      // The decoder is for forms, where a plus means a space; here it means itself.
      return message == null
          ? null
          : URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException ignored) {
      return message; // not escaped, by a server that does not know that it should be
    }
  }

  /**
   * The delay of a {@code google.rpc.RetryInfo} among the details of a {@code google.rpc.Status}.
   */
  static Optional<Duration> retryDelay(String details) {
    if (details == null) {
      return Optional.empty();
    }
    try {
      ProtoMessage status = new ProtoMessage(Base64.getDecoder().decode(details));
      for (byte[] detail : status.all(3)) {
        ProtoMessage any = new ProtoMessage(detail);
        String type = new String(any.bytes(1), StandardCharsets.UTF_8);
        if (type.endsWith("/google.rpc.RetryInfo")) {
          ProtoMessage delay = new ProtoMessage(new ProtoMessage(any.bytes(2)).bytes(1));
          Duration duration = Duration.ofSeconds(delay.number(1), delay.number(2));
          return Optional.of(duration.isNegative() ? Duration.ZERO : duration);
        }
      }
    } catch (IOException | IllegalArgumentException | ArithmeticException ignored) {
      // Details that cannot be read are none.
    }
    return Optional.empty();
  }
}
