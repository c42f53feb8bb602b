package dev.gemba.cli;

/** Export requests as OTLP's JSON encoding writes them. */
public final class OtlpLines {

  public static final long START = 1_790_000_000_000_000_000L;

  private OtlpLines() {}

  /** A request with the metrics given, of the process given. */
  public static String request(String service, long pid, String... metrics) {
    return """
        {"resourceMetrics":[{"resource":{"attributes":[\
        {"key":"service.name","value":{"stringValue":"%s"}},\
        {"key":"process.pid","value":{"intValue":"%d"}},\
        {"key":"process.command_args","value":{"arrayValue":{"values":[{"stringValue":"java"}]}}}\
        ]},"scopeMetrics":[{"scope":{"name":"dev.gemba","version":"0.1.0"},"metrics":[%s]}]}]}"""
        .formatted(service, pid, String.join(",", metrics));
  }

  public static String calls(
      String operation, String errorType, long start, long time, long calls) {
    return """
        {"name":"gemba.operation.calls","unit":"{call}","sum":{"aggregationTemporality":2,\
        "isMonotonic":true,"dataPoints":[{"attributes":%s,"startTimeUnixNano":"%d",\
        "timeUnixNano":"%d","asInt":"%d"}]}}"""
        .formatted(attributes(operation, errorType), start, time, calls);
  }

  /** So many calls of one second each: bucket -1 of every scale ends at 1. */
  public static String seconds(
      String operation, String errorType, long start, long time, long count) {
    return histogram(
        "gemba.operation.duration", "s", attributes(operation, errorType), start, time, count, 2);
  }

  public static String secondsDelta(String operation, long start, long time, long count) {
    return histogram(
        "gemba.operation.duration", "s", attributes(operation, null), start, time, count, 1);
  }

  public static String histogram(
      String name, String unit, String attributes, long start, long time, long count, int kind) {
    return """
        {"name":"%s","description":"x","unit":"%s","exponentialHistogram":{"dataPoints":[{\
        "attributes":%s,"startTimeUnixNano":"%d","timeUnixNano":"%d","count":"%d","sum":%d.0,\
        "scale":4,"zeroCount":"0","positive":{"offset":-1,"bucketCounts":["%d"]},\
        "negative":{"offset":0,"bucketCounts":[]},"flags":0,"min":1.0,"max":1.0,\
        "zeroThreshold":0.0}],"aggregationTemporality":%d}}"""
        .formatted(name, unit, attributes, start, time, count, count, count, kind);
  }

  public static String dropped(String reason, long start, long time, long count) {
    return """
        {"name":"gemba.dropped","unit":"{item}","sum":{"aggregationTemporality":2,\
        "isMonotonic":true,"dataPoints":[{"attributes":[{"key":"reason","value":\
        {"stringValue":"%s"}}],"startTimeUnixNano":"%d","timeUnixNano":"%d","asInt":"%d"}]}}"""
        .formatted(reason, start, time, count);
  }

  /** What samples say that an operation took: {@code cpu.time} and so on. */
  public static String cost(String name, String operation, double value) {
    return """
        {"name":"gemba.operation.%s","unit":"x","sum":{"aggregationTemporality":2,\
        "isMonotonic":true,"dataPoints":[{"attributes":%s,"startTimeUnixNano":"%d",\
        "timeUnixNano":"%d","asDouble":%s}]}}"""
        .formatted(name, attributes(operation, null), START, after(20), value);
  }

  public static String span(String name, String parent, long durationNanos, int statusCode) {
    return """
        {"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{"name":\
        "dev.gemba"},"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":\
        "eee19b7ec3c1b174","parentSpanId":"%s","name":"%s","kind":1,"startTimeUnixNano":"%d",\
        "endTimeUnixNano":"%d","attributes":[{"key":"board.id","value":{"stringValue":"b"}}],\
        "status":{"code":%d}}]}]}]}"""
        .formatted(parent, name, START, START + durationNanos, statusCode);
  }

  public static String attributes(String operation, String errorType) {
    String error =
        errorType == null
            ? ""
            : """
            ,{"key":"error.type","value":{"stringValue":"%s"}}"""
                .formatted(errorType);
    return """
        [{"key":"gemba.operation","value":{"stringValue":"%s"}}%s]"""
        .formatted(operation, error);
  }

  public static long after(int seconds) {
    return START + seconds * 1_000_000_000L;
  }
}
