package dev.gemba.exporter.otlp;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Finds OpenTelemetry's sender for OkHttp and keeps hold of what it makes, to close connections a
 * second time. The exporters' own shutdown cancels requests and closes idle connections at once,
 * but the connection of a cancelled request becomes idle only after that; over HTTP/2 it would stay
 * open for minutes, with a thread that reads from it.
 */
final class Senders implements ComponentLoader {

  private final ComponentLoader found =
      ComponentLoader.forClassLoader(Senders.class.getClassLoader());
  private final List<Runnable> closings = new ArrayList<>();

  @Override
  public <T> Iterable<T> load(Class<T> service) {
    return StreamSupport.stream(found.load(service).spliterator(), false)
        .map(provider -> service.cast(remembering(provider)))
        .toList();
  }

  /** Call it when no request is under way any more. */
  void closeConnections() {
    closings.forEach(Runnable::run);
  }

  private Object remembering(Object provider) {
    if (provider instanceof GrpcSenderProvider grpc) {
      GrpcSenderProvider remembering =
          config -> {
            GrpcSender sender = grpc.createSender(config);
            closings.add(sender::shutdown);
            return sender;
          };
      return remembering;
    }
    if (provider instanceof HttpSenderProvider http) {
      HttpSenderProvider remembering =
          config -> {
            HttpSender sender = http.createSender(config);
            closings.add(sender::shutdown);
            return sender;
          };
      return remembering;
    }
    return provider;
  }
}
