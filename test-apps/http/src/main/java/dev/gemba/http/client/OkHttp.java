package dev.gemba.http.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp, whose dispatcher has each call to a host wait for the one before it. */
public final class OkHttp implements BiFunction<String, String, Integer> {

  private final OkHttpClient client = new OkHttpClient();

  /** The constructor that {@code Libraries} looks for. */
  public OkHttp() {
    client.dispatcher().setMaxRequestsPerHost(1);
  }

  @Override
  public Integer apply(String way, String url) {
    Call call = client.newCall(new Request.Builder().url(url).build());
    try {
      return way.equals("sync") ? status(call.execute()) : enqueued(call).join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The status that comes some time. */
  private static CompletableFuture<Integer> enqueued(Call call) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onResponse(Call answered, Response response) {
            try {
              status.complete(status(response));
            } catch (IOException e) {
              status.completeExceptionally(e);
            }
          }

          @Override
          public void onFailure(Call failed, IOException e) {
            status.completeExceptionally(e);
          }
        });
    return status;
  }

  private static int status(Response response) throws IOException {
    String ignored = response.body().string();
    return response.code();
  }
}
