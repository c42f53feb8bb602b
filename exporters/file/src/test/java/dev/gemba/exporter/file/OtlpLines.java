package dev.gemba.exporter.file;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads lines with the official protobuf classes, which accept no field that they do not know.
 * Their JSON holds bytes in base64 where OTLP's holds ids in hexadecimal.
 */
final class OtlpLines {

  private static final Pattern ID =
      Pattern.compile("\"(traceId|spanId|parentSpanId)\":\"([0-9a-f]*)\"");

  private OtlpLines() {}

  static ExportMetricsServiceRequest metrics(String line) throws InvalidProtocolBufferException {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    JsonFormat.parser().merge(line, request);
    return request.build();
  }

  static ExportTraceServiceRequest traces(String line) throws InvalidProtocolBufferException {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    JsonFormat.parser().merge(withBase64(line), request);
    return request.build();
  }

  static ExportProfilesServiceRequest profiles(String line) throws InvalidProtocolBufferException {
    ExportProfilesServiceRequest.Builder request = ExportProfilesServiceRequest.newBuilder();
    JsonFormat.parser().merge(withBase64(line), request);
    return request.build();
  }

  private static String withBase64(String line) {
    return ID.matcher(line)
        .replaceAll(
            id ->
                "\"%s\":\"%s\""
                    .formatted(
                        id.group(1),
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(id.group(2)))));
  }

  static Metric onlyMetric(String line) throws InvalidProtocolBufferException {
    return metrics(line).getResourceMetrics(0).getScopeMetrics(0).getMetrics(0);
  }

  /** The value of the only counter in each line of a file. */
  static List<Long> counts(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(OtlpLines::count).toList();
  }

  private static long count(String line) {
    try {
      return onlyMetric(line).getSum().getDataPoints(0).getAsInt();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("no request: " + line, e);
    }
  }
}
