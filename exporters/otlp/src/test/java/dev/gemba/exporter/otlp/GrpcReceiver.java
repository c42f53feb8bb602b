package dev.gemba.exporter.otlp;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import io.opentelemetry.proto.collector.profiles.v1development.ProfilesServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class GrpcReceiver extends Receiver {

  private final String scheme;
  private final Server server;

  GrpcReceiver(SelfSigned identity) throws Exception {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .intercept(new HeaderKeeper())
            .addService(new Traces())
            .addService(new Metrics())
            .addService(new Profiles());
    if (identity != null) {
      builder.sslContext(
          GrpcSslContexts.configure(
                  SslContextBuilder.forServer(identity.key(), identity.certificate()))
              .build());
    }
    scheme = identity == null ? "http" : "https";
    server = builder.build().start();
  }

  @Override
  String protocol() {
    return "grpc";
  }

  @Override
  String endpoint() {
    return scheme + "://localhost:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private <A, R> void answer(
      A request, List<A> kept, R response, R partly, StreamObserver<R> observer) {
    Refusal refusal = refusals.poll();
    if (refusal == null || refusal == Refusal.PARTLY) {
      kept.add(request);
      observer.onNext(refusal == null ? response : partly);
      observer.onCompleted();
    } else if (refusal != Refusal.SILENCE) {
      observer.onError(StatusProto.toStatusRuntimeException(status(refusal)));
    }
  }

  private static com.google.rpc.Status status(Refusal refusal) {
    Code code =
        switch (refusal) {
          case UNAVAILABLE -> Code.UNAVAILABLE;
          case UNKNOWN -> Code.UNIMPLEMENTED;
          case BUSY, EXHAUSTED -> Code.RESOURCE_EXHAUSTED;
          default -> Code.INVALID_ARGUMENT;
        };
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setCode(code.getNumber()).setMessage("not today");
    if (refusal == Refusal.BUSY) {
      status.addDetails(
          Any.pack(
              RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(7)).build()));
    }
    return status.build();
  }

  private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
      answer(
          request,
          traces,
          ExportTraceServiceResponse.getDefaultInstance(),
          PARTLY_TRACES,
          observer);
    }
  }

  private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
    @Override
    public void export(
        ExportMetricsServiceRequest request,
        StreamObserver<ExportMetricsServiceResponse> observer) {
      answer(
          request,
          metrics,
          ExportMetricsServiceResponse.getDefaultInstance(),
          PARTLY_METRICS,
          observer);
    }
  }

  private final class Profiles extends ProfilesServiceGrpc.ProfilesServiceImplBase {
    @Override
    public void export(
        ExportProfilesServiceRequest request,
        StreamObserver<ExportProfilesServiceResponse> observer) {
      answer(
          request,
          profiles,
          ExportProfilesServiceResponse.getDefaultInstance(),
          PARTLY_PROFILES,
          observer);
    }
  }

  private final class HeaderKeeper implements ServerInterceptor {
    @Override
    public <A, R> ServerCall.Listener<A> interceptCall(
        ServerCall<A, R> call, Metadata metadata, ServerCallHandler<A, R> next) {
      Map<String, String> kept = new TreeMap<>();
      for (String name : metadata.keys()) {
        if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
          kept.put(name, metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        }
      }
      headers.add(kept);
      return next.startCall(call, metadata);
    }
  }
}
