package dev.gemba.exporter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Profile;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.profiles.v1development.KeyValueAndUnit;
import io.opentelemetry.proto.profiles.v1development.Link;
import io.opentelemetry.proto.profiles.v1development.Location;
import io.opentelemetry.proto.profiles.v1development.Mapping;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.Sample;
import io.opentelemetry.proto.profiles.v1development.Stack;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilesJsonTest {

  private final ExportProfilesServiceRequest request;
  private final ProfilesDictionary dictionary;

  ProfilesJsonTest() throws IOException {
    Profile first = Samples.profile(Samples.START, "load");
    Profile second = Samples.profile(first.end(), "save\"\n");
    byte[] line = new OtlpJson().profiles(Samples.withProfiles(1, first, second));
    String text = new String(line, UTF_8);
    assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
    request = OtlpLines.profiles(text);
    dictionary = request.getDictionary();
  }

  private List<io.opentelemetry.proto.profiles.v1development.Profile> profiles() {
    return request.getResourceProfiles(0).getScopeProfiles(0).getProfilesList();
  }

  private String string(int index) {
    return dictionary.getStringTable(index);
  }

  @Test
  void hasOneProfileForEachKindOfEachInterval() {
    assertThat(profiles())
        .extracting(
            profile ->
                string(profile.getSampleType().getTypeStrindex())
                    + "/"
                    + string(profile.getSampleType().getUnitStrindex()))
        .containsExactly("cpu/nanoseconds", "alloc/bytes", "cpu/nanoseconds", "alloc/bytes");
    assertThat(profiles().get(0).getTimeUnixNano()).isEqualTo(1_800_000_000_000_000_005L);
    assertThat(profiles().get(2).getTimeUnixNano()).isEqualTo(1_800_000_010_000_000_005L);
    assertThat(profiles()).allMatch(profile -> profile.getDurationNano() == 10_000_000_000L);
    assertThat(profiles())
        .allSatisfy(
            profile ->
                assertThat(attribute(profile.getAttributeIndices(0)))
                    .isEqualTo("gemba.profile.sampler=async-profiler 4.6"));
    assertThat(request.getResourceProfiles(0).getResource().getAttributes(0).getKey())
        .isEqualTo("service.name");
    assertThat(request.getResourceProfiles(0).getScopeProfiles(0).getScope().getName())
        .isEqualTo("dev.gemba");
  }

  @Test
  void tellsStackOperationAndSpanOfASample() {
    Sample cpu = profiles().get(0).getSamples(0);

    assertThat(frames(cpu)).containsExactly("com.acme.Board.load:7", "java.lang.Thread.run:0");
    assertThat(cpu.getValuesList()).containsExactly(19_000_000L);
    assertThat(cpu.getAttributeIndicesList())
        .extracting(this::attribute)
        .containsExactly("gemba.operation=board.load");
    Link link = dictionary.getLinkTable(cpu.getLinkIndex());
    assertThat(HexFormat.of().formatHex(link.getTraceId().toByteArray()))
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(HexFormat.of().formatHex(link.getSpanId().toByteArray()))
        .isEqualTo("b7ad6b7169203331");
    assertThat(frames(profiles().get(2).getSamples(0)).get(0)).contains("save\"\n");
  }

  @Test
  void tellsTheClassOfAnObjectAndHowManySamplesThereWere() {
    Sample alloc = profiles().get(1).getSamples(0);

    assertThat(frames(alloc).get(0)).isEqualTo("byte[]:0");
    assertThat(alloc.getValuesList()).containsExactly(8L << 20);
    assertThat(alloc.getLinkIndex()).isZero();
    KeyValueAndUnit samples = dictionary.getAttributeTable(alloc.getAttributeIndices(0));
    assertThat(string(samples.getKeyStrindex())).isEqualTo("gemba.profile.samples");
    assertThat(samples.getValue().getIntValue()).isEqualTo(2);
  }

  @Test
  void beginsEachTableWithWhatIsZero() {
    assertThat(dictionary.getMappingTableList()).containsExactly(Mapping.getDefaultInstance());
    assertThat(dictionary.getLocationTable(0)).isEqualTo(Location.getDefaultInstance());
    assertThat(dictionary.getFunctionTable(0).getNameStrindex()).isZero();
    assertThat(dictionary.getStackTable(0)).isEqualTo(Stack.getDefaultInstance());
    assertThat(dictionary.getAttributeTable(0)).isEqualTo(KeyValueAndUnit.getDefaultInstance());
    assertThat(dictionary.getStringTable(0)).isEmpty();
    assertThat(dictionary.getLinkTable(0).getTraceId().toByteArray()).isEqualTo(new byte[16]);
    assertThat(dictionary.getLinkTable(0).getSpanId().toByteArray()).isEqualTo(new byte[8]);
  }

  @Test
  void saysNothingTwice() {
    assertThat(dictionary.getStringTableList()).doesNotHaveDuplicates();
    assertThat(dictionary.getFunctionTableList()).doesNotHaveDuplicates();
    assertThat(dictionary.getLocationTableList()).doesNotHaveDuplicates();
    assertThat(dictionary.getStackTableList()).doesNotHaveDuplicates();
    assertThat(dictionary.getLinkTableList()).hasSize(2);
  }

  private List<String> frames(Sample sample) {
    return dictionary.getStackTable(sample.getStackIndex()).getLocationIndicesList().stream()
        .map(index -> dictionary.getLocationTable(index).getLines(0))
        .map(
            line ->
                string(dictionary.getFunctionTable(line.getFunctionIndex()).getNameStrindex())
                    + ":"
                    + line.getLine())
        .toList();
  }

  private String attribute(int index) {
    KeyValueAndUnit attribute = dictionary.getAttributeTable(index);
    return string(attribute.getKeyStrindex()) + "=" + attribute.getValue().getStringValue();
  }
}
