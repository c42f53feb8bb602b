package dev.gemba.exporter.otlp;

import java.io.IOException;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OTLP/HTTP with binary protobuf. */
final class HttpWire implements Wire {

  private static final MediaType PROTOBUF = MediaType.parse("application/x-protobuf");

  @Override
  public List<Protocol> protocols(boolean secure) {
    return secure ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1);
  }

  @Override
  public void write(byte[] message, boolean gzip, Request.Builder request) {
    if (gzip) {
      request.header("Content-Encoding", "gzip");
    }
    request.post(RequestBody.create(message, PROTOBUF));
  }

  @Override
  public Answer read(Response response) throws IOException {
    return Wire.http(response);
  }
}
