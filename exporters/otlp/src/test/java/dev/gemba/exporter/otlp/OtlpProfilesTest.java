package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.ExportException.Undelivered;
import dev.gemba.api.export.Exporter;
import dev.gemba.exporter.otlp.Receiver.Refusal;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.profiles.v1development.Function;
import io.opentelemetry.proto.profiles.v1development.KeyValueAndUnit;
import io.opentelemetry.proto.profiles.v1development.Link;
import io.opentelemetry.proto.profiles.v1development.Location;
import io.opentelemetry.proto.profiles.v1development.Mapping;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.ScopeProfiles;
import io.opentelemetry.proto.profiles.v1development.Stack;
import io.opentelemetry.proto.profiles.v1development.ValueType;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles arrive as OpenTelemetry's own classes read them, and disturb nothing else. */
@Timeout(60)
final class OtlpProfilesTest {

  private static final Map<String, String> ON = Map.of("profiles", "on");

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void deliversOneForEachKindOfSamples(String protocol) throws Exception {
    ExportProfilesServiceRequest request = delivered(protocol, ON);

    assertThat(request.getResourceProfiles(0).getResource().getAttributesList())
        .anySatisfy(
            attribute -> {
              assertThat(attribute.getKey()).isEqualTo("service.name");
              assertThat(attribute.getValue().getStringValue()).isEqualTo("kanban");
            });
    ScopeProfiles scope = request.getResourceProfiles(0).getScopeProfiles(0);
    assertThat(scope.getScope().getName()).isEqualTo("dev.gemba");
    assertThat(scope.getProfilesList()).hasSize(2);
    Profile cpu = scope.getProfiles(0);
    Profile alloc = scope.getProfiles(1);
    ProfilesDictionary dictionary = request.getDictionary();
    assertThat(text(cpu.getSampleType(), dictionary)).isEqualTo("cpu:nanoseconds");
    assertThat(text(cpu.getPeriodType(), dictionary)).isEqualTo("cpu:nanoseconds");
    assertThat(text(alloc.getSampleType(), dictionary)).isEqualTo("alloc:bytes");
    assertThat(cpu.getTimeUnixNano())
        .isEqualTo(Samples.START.getEpochSecond() * 1_000_000_000L + Samples.START.getNano());
    assertThat(cpu.getDurationNano()).isEqualTo(10_000_000_000L);
    assertThat(cpu.getPeriod()).isEqualTo(19_000_000L);
    assertThat(alloc.getPeriod()).isEqualTo(4_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void tellsStackOperationAndSpanOfASample(String protocol) throws Exception {
    ExportProfilesServiceRequest request = delivered(protocol, ON);

    ProfilesDictionary dictionary = request.getDictionary();
    ScopeProfiles scope = request.getResourceProfiles(0).getScopeProfiles(0);
    assertThat(scope.getProfiles(0).getSamplesList())
        .satisfiesExactly(
            first -> {
              assertThat(first.getValuesList()).containsExactly(57_000_000L);
              assertThat(frames(first.getStackIndex(), dictionary))
                  .containsExactly("com.acme.Board.load:12", "start_thread:0");
              assertThat(attributes(first.getAttributeIndicesList(), dictionary))
                  .isEqualTo(Map.of("gemba.operation", "kanban.board.load"));
              Link link = dictionary.getLinkTable(first.getLinkIndex());
              assertThat(link.getTraceId()).isEqualTo(bytes(Samples.TRACE));
              assertThat(link.getSpanId()).isEqualTo(bytes(Samples.SPAN));
            },
            second -> {
              assertThat(second.getValuesList()).containsExactly(19_000_000L);
              assertThat(second.getAttributeIndicesList()).isEmpty();
              assertThat(second.getLinkIndex()).isZero();
            });
    assertThat(scope.getProfiles(1).getSamplesList())
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.getValuesList()).containsExactly(8_000_000L);
              assertThat(frames(only.getStackIndex(), dictionary))
                  .containsExactly("byte[]:0", "com.acme.Board.load:12");
            });
  }

  @Test
  void beginsEachTableWithTheEmptyEntry() throws Exception {
    ProfilesDictionary dictionary = delivered("grpc", ON).getDictionary();

    assertThat(dictionary.getStringTable(0)).isEmpty();
    assertThat(dictionary.getMappingTableList()).containsExactly(Mapping.getDefaultInstance());
    assertThat(dictionary.getFunctionTable(0)).isEqualTo(Function.getDefaultInstance());
    assertThat(dictionary.getLocationTable(0)).isEqualTo(Location.getDefaultInstance());
    assertThat(dictionary.getStackTable(0)).isEqualTo(Stack.getDefaultInstance());
    assertThat(dictionary.getLinkTable(0)).isEqualTo(Link.getDefaultInstance());
    assertThat(dictionary.getAttributeTable(0)).isEqualTo(KeyValueAndUnit.getDefaultInstance());
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void sendsThemCompressedAndWithHeadersAsItDoesTheRest(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      Map<String, String> options = new HashMap<>(ON);
      options.put("compression", "gzip");
      options.put("headers.x-key", "secret");
      Exporter exporter = open(server, options);
      exporter.export(Samples.profiles(1));
      exporter.close();

      assertThat(server.profiles).hasSize(1);
      assertThat(server.headers.get(0)).containsEntry("x-key", "secret");
    }
  }

  @Test
  void areOffUnlessAskedFor() throws Exception {
    OtlpExporterProvider provider = new OtlpExporterProvider(Map.of());
    assertThat(provider.takesProfiles(Samples.options(Map.of()))).isFalse();
    assertThat(provider.takesProfiles(Samples.options(ON))).isTrue();
    try (Receiver server = Receiver.start("grpc")) {
      Exporter exporter = open(server, Map.of());
      exporter.export(Samples.profiles(1));
      exporter.close();

      assertThat(server.headers).isEmpty();
    }
  }

  @Test
  void saysWhatIsWrongWithTheSwitch() {
    OtlpExporterProvider provider = new OtlpExporterProvider(Map.of());

    assertThat(provider.takesProfiles(Samples.options(Map.of("profiles", "yes")))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OtlpSettings.read(Samples.options(Map.of("profiles", "yes")), Map.of()))
        .withMessage("profiles: found 'yes', accepted is on or off");
  }

  @Test
  void readsVariablesOfTheirOwn() {
    Map<String, String> variables =
        Map.of(
            "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://common:4318",
            "OTEL_EXPORTER_OTLP_PROFILES_TIMEOUT", "700");

    SignalSettings profiles =
        OtlpSettings.read(Samples.options(ON), variables).profiles().orElseThrow();
    assertThat(profiles.endpoint()).isEqualTo("http://common:4318/v1development/profiles");
    assertThat(profiles.timeout().toMillis()).isEqualTo(700);
    assertThat(OtlpSettings.read(Samples.options(Map.of()), variables).profiles()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void asksAServerThatDoesNotKnowThemOnce(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.add(Refusal.UNKNOWN);
      Exporter exporter = open(server, ON);

      assertThat(lost(exporter, 1)).isEqualTo(1);
      assertThat(lost(exporter, 100_000)).isEqualTo(1);
      exporter.close();

      assertThat(server.headers).hasSize(1);
      Exporter again = open(server, ON);
      again.export(Samples.profiles(100_001));
      again.close();
      assertThat(server.profiles).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void leavesAServerThatIsAwayAloneForAWhile(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.addAll(List.of(Refusal.UNAVAILABLE, Refusal.BUSY, Refusal.INVALID));
      Exporter exporter = open(server, ON);

      assertThat(lost(exporter, 1)).isEqualTo(1);
      assertThat(lost(exporter, 60)).isEqualTo(1);
      assertThat(server.headers).hasSize(1);
      assertThat(lost(exporter, 61)).isEqualTo(1); // busy for seven seconds
      assertThat(server.headers).hasSize(2);
      assertThat(lost(exporter, 68)).isEqualTo(1); // has something against these alone
      exporter.export(Samples.profiles(69));
      exporter.close();

      assertThat(server.profiles).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void losesNoSpanWithAProfile(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      Exporter exporter = open(server, ON);
      server.refusals.addAll(List.of(Refusal.UNAVAILABLE, Refusal.UNAVAILABLE));

      assertThatThrownBy(
              () -> exporter.export(Samples.profiles(2, Samples.span(Samples.SPAN, "", null))))
          .isInstanceOfSatisfying(
              ExportException.class,
              e -> {
                assertThat(e.undelivered().toRetry()).hasSize(1);
                assertThat(e.undelivered().lostProfiles()).isEqualTo(1);
                assertThat(e.undelivered().partialSuccess()).isFalse();
              });
      exporter.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void countsWhatAServerRejectsOfWhatItTakes(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.add(Refusal.PARTLY);
      Exporter exporter = open(server, ON);

      assertThat(lost(exporter, 1)).isEqualTo(1); // there was but one
      exporter.close();
    }
  }

  /** How many profiles an export with one of them loses, which is no failure of it. */
  private static int lost(Exporter exporter, int second) {
    Undelivered[] undelivered = new Undelivered[1];
    assertThatThrownBy(() -> exporter.export(Samples.profiles(second)))
        .hasMessageStartingWith("1 profiles not delivered to http://localhost:")
        .isInstanceOfSatisfying(ExportException.class, e -> undelivered[0] = e.undelivered());
    assertThat(undelivered[0])
        .isEqualTo(
            new Undelivered(
                List.of(), 0, 0, undelivered[0].lostProfiles(), Optional.empty(), true));
    return undelivered[0].lostProfiles();
  }

  private static ExportProfilesServiceRequest delivered(
      String protocol, Map<String, String> options) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      Exporter exporter = open(server, options);
      exporter.export(Samples.profiles(1));
      exporter.close();

      assertThat(server.profiles).hasSize(1);
      return server.profiles.get(0);
    }
  }

  private static Exporter open(Receiver server, Map<String, String> more) throws Exception {
    Map<String, String> values = new HashMap<>(more);
    values.put("endpoint", server.endpoint());
    values.put("protocol", server.protocol());
    return new OtlpExporterProvider(Map.of()).open(Samples.options(values));
  }

  private static String text(ValueType type, ProfilesDictionary dictionary) {
    return dictionary.getStringTable(type.getTypeStrindex())
        + ":"
        + dictionary.getStringTable(type.getUnitStrindex());
  }

  private static List<String> frames(int stack, ProfilesDictionary dictionary) {
    return dictionary.getStackTable(stack).getLocationIndicesList().stream()
        .map(dictionary::getLocationTable)
        .map(location -> location.getLines(0))
        .map(
            line ->
                dictionary.getStringTable(
                        dictionary.getFunctionTable(line.getFunctionIndex()).getNameStrindex())
                    + ":"
                    + line.getLine())
        .toList();
  }

  private static Map<String, String> attributes(
      List<Integer> indices, ProfilesDictionary dictionary) {
    Map<String, String> attributes = new HashMap<>();
    for (int index : indices) {
      KeyValueAndUnit attribute = dictionary.getAttributeTable(index);
      attributes.put(
          dictionary.getStringTable(attribute.getKeyStrindex()),
          attribute.getValue().getStringValue());
    }
    return attributes;
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
