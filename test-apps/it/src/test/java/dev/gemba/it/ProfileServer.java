package dev.gemba.it;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.Stack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Takes profiles on loopback, as OTLP over HTTP and as Pyroscope's pushes, and keeps the samples;
 * of spans the names, and of metrics nothing.
 */
final class ProfileServer implements AutoCloseable {

  /**
   * What one protocol brought.
   *
   * @param kinds under the protocol's own names
   */
  record Received(
      Map<String, List<ExportedProfiles.Sample>> kinds, List<String> services, CountDownLatch any) {

    Received() {
      this(new TreeMap<>(), new ArrayList<>(), new CountDownLatch(1));
    }

    List<ExportedProfiles.Sample> samples() {
      return kinds.values().stream().flatMap(List::stream).toList();
    }
  }

  /** To be read when all that sends has ended. */
  final Received otlp = new Received();

  /** Like {@link #otlp}. */
  final Received pyroscope = new Received();

  /** Names of spans by their ids. */
  final Map<String, String> spans = new ConcurrentHashMap<>();

  private final HttpServer server;

  @FunctionalInterface
  private interface Reader {
    void read(byte[] request) throws IOException;
  }

  ProfileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    on("/v1development/profiles", "application/x-protobuf", this::profiles);
    on("/v1/traces", "application/x-protobuf", this::traces);
    on("/v1/metrics", "application/x-protobuf", request -> {});
    on("/push.v1.PusherService/Push", "application/proto", this::push);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Whether both protocols have brought something before the time was up. */
  boolean awaitBoth(Duration atMost) throws InterruptedException {
    return otlp.any.await(atMost.toMillis(), TimeUnit.MILLISECONDS)
        && pyroscope.any.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void on(String path, String contentType, Reader reader) {
    server.createContext(path, exchange -> answer(exchange, contentType, reader));
  }

  private static void answer(HttpExchange exchange, String contentType, Reader reader)
      throws IOException {
    byte[] request = exchange.getRequestBody().readAllBytes();
    boolean understood = contentType.equals(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (understood) {
      reader.read(request);
    }
    exchange.sendResponseHeaders(understood ? 200 : 415, -1);
    exchange.close();
  }

  private void traces(byte[] bytes) throws IOException {
    ExportTraceServiceRequest.parseFrom(bytes).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .forEach(span -> spans.put(hex(span.getSpanId()), span.getName()));
  }

  private void profiles(byte[] bytes) throws IOException {
    ExportProfilesServiceRequest request = ExportProfilesServiceRequest.parseFrom(bytes);
    ProfilesDictionary dictionary = request.getDictionary();
    request
        .getResourceProfiles(0)
        .getResource()
        .getAttributesList()
        .forEach(
            attribute -> {
              if (attribute.getKey().equals("service.name")) {
                otlp.services.add(attribute.getValue().getStringValue());
              }
            });
    for (Profile profile : request.getResourceProfiles(0).getScopeProfiles(0).getProfilesList()) {
      String kind = dictionary.getStringTable(profile.getSampleType().getTypeStrindex());
      List<ExportedProfiles.Sample> samples =
          otlp.kinds.computeIfAbsent(kind, unused -> new ArrayList<>());
      profile.getSamplesList().forEach(sample -> samples.add(sample(dictionary, sample)));
    }
    otlp.any.countDown();
  }

  private static ExportedProfiles.Sample sample(
      ProfilesDictionary dictionary, io.opentelemetry.proto.profiles.v1development.Sample sample) {
    Stack stack = dictionary.getStackTable(sample.getStackIndex());
    List<String> frames =
        stack.getLocationIndicesList().stream()
            .map(index -> dictionary.getLocationTable(index).getLines(0).getFunctionIndex())
            .map(index -> dictionary.getFunctionTable(index).getNameStrindex())
            .map(dictionary::getStringTable)
            .toList();
    String operation =
        sample.getAttributeIndicesList().stream()
            .map(dictionary::getAttributeTable)
            .filter(a -> dictionary.getStringTable(a.getKeyStrindex()).equals("gemba.operation"))
            .map(attribute -> attribute.getValue().getStringValue())
            .findFirst()
            .orElse("");
    String span = hex(dictionary.getLinkTable(sample.getLinkIndex()).getSpanId());
    return new ExportedProfiles.Sample(frames, operation, span);
  }

  private void push(byte[] bytes) throws IOException {
    for (UnknownFieldSet series : messages(UnknownFieldSet.parseFrom(bytes), 1)) {
      Map<String, String> labels = new TreeMap<>();
      for (UnknownFieldSet label : messages(series, 1)) {
        labels.put(texts(label, 1).get(0), texts(label, 2).get(0));
      }
      pyroscope.services.add(labels.get("service_name"));
      List<ExportedProfiles.Sample> samples =
          pyroscope.kinds.computeIfAbsent(labels.get("__name__"), unused -> new ArrayList<>());
      for (UnknownFieldSet sample : messages(series, 2)) {
        ByteString pprof = sample.getField(1).getLengthDelimitedList().get(0);
        samples.addAll(pprof(UnknownFieldSet.parseFrom(new GZIPInputStream(pprof.newInput()))));
      }
    }
    pyroscope.any.countDown();
  }

  /** By the field numbers of pprof's profile.proto. */
  private static List<ExportedProfiles.Sample> pprof(UnknownFieldSet profile) throws IOException {
    List<String> strings = texts(profile, 6);
    Map<Long, String> functions = new TreeMap<>();
    for (UnknownFieldSet function : messages(profile, 5)) {
      functions.put(number(function, 1), strings.get((int) number(function, 2)));
    }
    Map<Long, String> locations = new TreeMap<>();
    for (UnknownFieldSet location : messages(profile, 4)) {
      UnknownFieldSet line = messages(location, 4).get(0);
      locations.put(number(location, 1), functions.get(number(line, 1)));
    }
    List<ExportedProfiles.Sample> samples = new ArrayList<>();
    for (UnknownFieldSet sample : messages(profile, 2)) {
      Map<String, String> labels = new TreeMap<>();
      for (UnknownFieldSet label : messages(sample, 3)) {
        labels.put(strings.get((int) number(label, 1)), strings.get((int) number(label, 2)));
      }
      samples.add(
          new ExportedProfiles.Sample(
              packed(sample, 1).stream().map(locations::get).toList(),
              labels.getOrDefault("gemba_operation", ""),
              labels.getOrDefault("span_id", "")));
    }
    return samples;
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet in, int field) throws IOException {
    List<UnknownFieldSet> messages = new ArrayList<>();
    for (ByteString bytes : in.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }

  private static List<String> texts(UnknownFieldSet in, int field) {
    return in.getField(field).getLengthDelimitedList().stream()
        .map(ByteString::toStringUtf8)
        .toList();
  }

  /** 0 is not written. */
  private static long number(UnknownFieldSet in, int field) {
    return in.getField(field).getVarintList().stream().findFirst().orElse(0L);
  }

  private static List<Long> packed(UnknownFieldSet in, int field) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (ByteString bytes : in.getField(field).getLengthDelimitedList()) {
      for (CodedInputStream input = bytes.newCodedInput(); !input.isAtEnd(); ) {
        numbers.add(input.readUInt64());
      }
    }
    return numbers;
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
