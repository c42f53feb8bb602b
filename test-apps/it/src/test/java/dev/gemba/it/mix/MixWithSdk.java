package dev.gemba.it.mix;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Collection;

/**
 * {@link Mix} with OpenTelemetry's SDK, set up by the program itself. Prints the spans of
 * OpenTelemetry that are kept: trace, id, id of the parent and name. Arguments: the share of traces
 * that OpenTelemetry keeps, and those of {@link Mix}.
 */
public final class MixWithSdk {

  private MixWithSdk() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    Sampler sampler =
        Sampler.parentBased(Sampler.traceIdRatioBased(Double.parseDouble(arguments[0])));
    OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(new Printer()))
                .build())
        .buildAndRegisterGlobal();
    Mix.main(new String[] {arguments[1]});
  }

  private static final class Printer implements SpanExporter {
    private static final AttributeKey<Long> ORDER = AttributeKey.longKey("order");

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      for (SpanData span : spans) {
        Long order = span.getAttributes().get(ORDER);
        System.out.println(
            String.join(
                " ",
                "span",
                span.getTraceId(),
                span.getSpanId(),
                span.getParentSpanId(),
                span.getName(),
                String.valueOf(order)));
      }
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
