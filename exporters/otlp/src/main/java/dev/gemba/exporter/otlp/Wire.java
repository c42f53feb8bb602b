package dev.gemba.exporter.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** How a message becomes a request, and a response an answer. Safe for any thread. */
interface Wire {

  /** As much as is read of an answer: beyond any {@code Export…ServiceResponse}. */
  int MOST_OF_AN_ANSWER = 64 << 10;

  List<Protocol> protocols(boolean secure);

  /**
   * Makes the message the body of a request.
   *
   * @param message encoded, and compressed if that is to be
   */
  void write(byte[] message, boolean gzip, Request.Builder request);

  /**
   * What the server made of it.
   *
   * @throws IOException if the connection ended before the answer did
   */
  Answer read(Response response) throws IOException;

  /** The beginning of the body. */
  static byte[] body(Response response) throws IOException {
    InputStream in = response.body().byteStream();
    return in.readNBytes(MOST_OF_AN_ANSWER);
  }

  /** An answer in HTTP's own terms. */
  static Answer http(Response response) throws IOException {
    return Answer.http(
        response.code(), response.message(), response.header("Retry-After"), body(response));
  }
}
