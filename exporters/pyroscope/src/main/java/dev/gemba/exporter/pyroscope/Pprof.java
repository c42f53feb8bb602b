package dev.gemba.exporter.pyroscope;

import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Sample;
import dev.gemba.api.export.ProfileTables;
import dev.gemba.api.export.ProfileTables.Function;
import dev.gemba.api.export.ProfileTables.Location;
import dev.gemba.exporter.pyroscope.SampleKind.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import one.proto.Proto;

/**
 * Samples of one kind in pprof's format, compressed, as all that reads pprof expects it.
 *
 * <p>Samples have the labels {@code span_id}, by which Pyroscope finds the profile of a span, and
 * {@code gemba_operation}: it would exchange the dot of {@code gemba.operation}, or refuse it. Of
 * each value of the latter it makes a series. Servers older than version 2.1 would make one of each
 * trace, too, so that there is no label {@code trace_id}.
 *
 * @see <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">profile.proto</a>
 */
final class Pprof {

  private static final int FIRST_BYTES = 16 << 10;

  // How many bytes the length of a nested message has room for.
  private static final int UNDER_128_BYTES = 1;
  private static final int UNDER_2_MB = 3;

  private static final int MAPPING = 1;

  private final ProfileTables tables = new ProfileTables();
  private final Proto to = new Proto(FIRST_BYTES);

  private Pprof() {}

  static byte[] gzip(Profile profile, SampleKind kind, List<Sample> samples) throws IOException {
    Pprof pprof = new Pprof();
    pprof.write(profile, kind, samples);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(FIRST_BYTES);
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(pprof.to.buffer(), 0, pprof.to.size());
    }
    return compressed.toByteArray();
  }

  private void write(Profile profile, SampleKind kind, List<Sample> samples) {
    kind.types().forEach(type -> writeType(1, type));
    long count = 0;
    long value = 0;
    for (Sample sample : samples) {
      count += sample.count();
      value += sample.value();
      writeSample(sample, kind.types().size() == 2);
    }
    writeFrames();
    to.field(9, epochNanos(profile.start()));
    to.field(10, Duration.between(profile.start(), profile.end()).toNanos());
    writeType(11, kind.period());
    // What a sample stands for on the average, as periods are not the same throughout; of locks,
    // each contention that takes long is one.
    to.field(12, kind.period().unit().equals("count") ? 1 : value / Math.max(1, count));
    to.field(13, tables.string(profile.sampler()));
    // Last, as by now all are known.
    tables.strings().forEach(text -> to.field(6, text));
  }

  private void writeType(int field, ValueType type) {
    long message = to.startField(field, UNDER_128_BYTES);
    to.field(1, tables.string(type.type())).field(2, tables.string(type.unit()));
    to.commitField(message);
  }

  private void writeSample(Sample sample, boolean withCount) {
    long message = to.startField(2, UNDER_2_MB);
    long locations = to.startField(1, UNDER_2_MB);
    tables.stacks().get(tables.stack(sample.stack())).locations().forEach(to::writeInt);
    to.commitField(locations);
    long values = to.startField(2, UNDER_128_BYTES);
    if (withCount) {
      to.writeLong(sample.count());
    }
    to.writeLong(sample.value());
    to.commitField(values);
    writeLabel("gemba_operation", sample.operation());
    writeLabel("span_id", sample.spanId());
    to.commitField(message);
  }

  private void writeLabel(String key, String value) {
    if (!value.isEmpty()) {
      long message = to.startField(3, UNDER_128_BYTES);
      to.field(1, tables.string(key)).field(2, tables.string(value));
      to.commitField(message);
    }
  }

  /** Ids are indices: the first of each table, which is the empty one, is not a pprof thing. */
  private void writeFrames() {
    long mapping = to.startField(3, UNDER_128_BYTES);
    to.field(1, MAPPING).field(7, 1); // It has names of functions, so that nobody looks for them.
    to.commitField(mapping);
    for (int id = 1; id < tables.locations().size(); id++) {
      Location location = tables.locations().get(id);
      long message = to.startField(4, UNDER_128_BYTES);
      to.field(1, id).field(2, MAPPING);
      long line = to.startField(4, UNDER_128_BYTES);
      to.field(1, location.function()).field(2, location.line());
      to.commitField(line);
      to.commitField(message);
    }
    for (int id = 1; id < tables.functions().size(); id++) {
      Function function = tables.functions().get(id);
      long message = to.startField(5, UNDER_128_BYTES);
      to.field(1, id).field(2, function.name()).field(3, function.name());
      to.commitField(message);
    }
  }

  private static long epochNanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }
}
