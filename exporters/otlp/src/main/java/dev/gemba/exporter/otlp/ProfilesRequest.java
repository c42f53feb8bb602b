package dev.gemba.exporter.otlp;

import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Profile.Sample;
import dev.gemba.api.export.ProfileTables;
import dev.gemba.api.export.ProfileTables.Attribute;
import dev.gemba.api.export.ProfileTables.Function;
import dev.gemba.api.export.ProfileTables.Link;
import dev.gemba.api.export.ProfileTables.Location;
import dev.gemba.api.export.ProfileTables.Stack;
import dev.gemba.api.export.Snapshot;
import dev.gemba.exporter.opentelemetry.AttributeMapping;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.marshal.Serializer;
import io.opentelemetry.exporter.internal.otlp.ResourceMarshaler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import one.proto.Proto;

/**
 * An {@code ExportProfilesServiceRequest}: one of OTLP's profiles for each kind that a profile has
 * samples of, as OTLP's have one type of samples each, and the dictionary that they share. Field
 * numbers are those of the proto files, version 1.11.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/profiles/v1development/profiles.proto">profiles.proto</a>
 */
final class ProfilesRequest extends Marshaler {

  private static final int FIRST_BYTES = 64 << 10;

  // How many bytes the length of a nested message has room for.
  private static final int UNDER_128_BYTES = 1;
  private static final int UNDER_2_MB = 3;
  private static final int UNDER_256_MB = 4;

  private final byte[] encoded;

  private ProfilesRequest(byte[] encoded) {
    this.encoded = encoded;
  }

  static ProfilesRequest of(Snapshot snapshot) throws IOException {
    Proto request = new Proto(FIRST_BYTES);
    ProfileTables tables = new ProfileTables();
    long ofResource = request.startField(1, UNDER_256_MB);
    request.field(1, resource(snapshot));
    long ofScope = request.startField(2, UNDER_256_MB);
    long scope = request.startField(1, UNDER_128_BYTES);
    request.field(1, Snapshot.SCOPE);
    request.commitField(scope);
    for (Profile profile : snapshot.profiles()) {
      for (Kind kind : Kind.values()) {
        List<Sample> samples =
            profile.samples().stream().filter(sample -> sample.kind() == kind).toList();
        if (!samples.isEmpty()) {
          writeProfile(profile, kind, samples, tables, request);
        }
      }
    }
    request.commitField(ofScope);
    request.commitField(ofResource);
    long dictionary = request.startField(2, UNDER_256_MB);
    writeDictionary(tables, request);
    request.commitField(dictionary);
    return new ProfilesRequest(Arrays.copyOf(request.buffer(), request.size()));
  }

  @Override
  public int getBinarySerializedSize() {
    return encoded.length;
  }

  @Override
  protected void writeTo(Serializer output) throws IOException {
    output.writeSerializedMessage(encoded, "");
  }

  private static byte[] resource(Snapshot snapshot) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ResourceMarshaler.create(AttributeMapping.resource(snapshot.resource())).writeBinaryTo(bytes);
    return bytes.toByteArray();
  }

  private static void writeProfile(
      Profile profile, Kind kind, List<Sample> samples, ProfileTables tables, Proto to) {
    long message = to.startField(2, UNDER_256_MB);
    writeType(1, kind, tables, to);
    long count = 0;
    long value = 0;
    for (Sample sample : samples) {
      count += sample.count();
      value += sample.value();
      writeSample(sample, tables, to);
    }
    to.fieldFixed64(3, epochNanos(profile.start()));
    to.field(4, Duration.between(profile.start(), profile.end()).toNanos());
    writeType(5, kind, tables, to);
    // What a sample stands for on the average: periods are not the same throughout.
    to.field(6, value / Math.max(1, count));
    to.commitField(message);
  }

  /** By the words that pprof has for it. */
  private static void writeType(int field, Kind kind, ProfileTables tables, Proto to) {
    long type = to.startField(field, UNDER_128_BYTES);
    to.field(1, tables.string(kind.text()));
    to.field(2, tables.string(kind == Kind.ALLOC ? "bytes" : "nanoseconds"));
    to.commitField(type);
  }

  private static void writeSample(Sample sample, ProfileTables tables, Proto to) {
    long message = to.startField(2, UNDER_128_BYTES);
    to.field(1, tables.stack(sample.stack()));
    if (!sample.operation().isEmpty()) {
      long attributes = to.startField(2, UNDER_128_BYTES);
      to.writeInt(tables.attribute("gemba.operation", sample.operation()));
      to.commitField(attributes);
    }
    to.field(3, tables.link(sample.traceId(), sample.spanId()));
    long values = to.startField(4, UNDER_128_BYTES);
    to.writeLong(sample.value());
    to.commitField(values);
    to.commitField(message);
  }

  private static void writeDictionary(ProfileTables tables, Proto to) {
    to.field(1, new byte[0]); // of mappings, the one that nothing is known of
    for (Location location : tables.locations()) {
      long message = to.startField(2, UNDER_128_BYTES);
      if (location.function() != 0) {
        long line = to.startField(3, UNDER_128_BYTES);
        to.field(1, location.function()).field(2, location.line());
        to.commitField(line);
      }
      to.commitField(message);
    }
    for (Function function : tables.functions()) {
      long message = to.startField(3, UNDER_128_BYTES);
      to.field(1, function.name());
      to.commitField(message);
    }
    for (Link link : tables.links()) {
      long message = to.startField(4, UNDER_128_BYTES);
      if (!link.spanId().isEmpty()) {
        to.field(1, HexFormat.of().parseHex(link.traceId()));
        to.field(2, HexFormat.of().parseHex(link.spanId()));
      }
      to.commitField(message);
    }
    for (Attribute attribute : tables.attributes()) {
      long message = to.startField(6, UNDER_2_MB);
      if (attribute.key() != 0) {
        to.field(1, attribute.key());
        long value = to.startField(2, UNDER_2_MB);
        to.field(1, attribute.value());
        to.commitField(value);
      }
      to.commitField(message);
    }
    for (Stack stack : tables.stacks()) {
      long message = to.startField(7, UNDER_2_MB);
      long locations = to.startField(1, UNDER_2_MB);
      stack.locations().forEach(to::writeInt);
      to.commitField(locations);
      to.commitField(message);
    }
    // Last, as by now all are known.
    tables.strings().forEach(text -> to.field(5, text));
  }

  private static long epochNanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }
}
