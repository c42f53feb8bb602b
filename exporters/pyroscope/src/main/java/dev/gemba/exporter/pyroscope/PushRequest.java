package dev.gemba.exporter.pyroscope;

import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Profile.Sample;
import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import one.proto.Proto;

/**
 * Profiles as a {@code push.v1.PushRequest}: a series for each kind of samples that a profile has,
 * with the profile in pprof's format.
 *
 * @see <a
 *     href="https://github.com/grafana/pyroscope/blob/main/api/push/v1/push.proto">push.proto</a>
 */
final class PushRequest {

  private static final int FIRST_BYTES = 32 << 10;

  // How many bytes the length of a nested message has room for.
  private static final int UNDER_2_MB = 3;
  private static final int UNDER_256_MB = 4;

  private PushRequest() {}

  /** Encoded, and empty if there are no samples to push. */
  static byte[] of(Snapshot snapshot, Map<String, String> labels) throws IOException {
    Map<String, String> common = new TreeMap<>();
    String service = snapshot.resource().attributes().text("service.name");
    common.put("service_name", service == null ? "unknown_service:java" : service);
    common.putAll(labels);
    Proto request = new Proto(FIRST_BYTES);
    for (Profile profile : snapshot.profiles()) {
      for (Kind kind : Kind.values()) {
        List<Sample> samples =
            profile.samples().stream().filter(sample -> sample.kind() == kind).toList();
        if (!samples.isEmpty()) {
          SampleKind known = SampleKind.of(kind);
          writeSeries(common, known.name(), Pprof.gzip(profile, known, samples), request);
        }
      }
    }
    return Arrays.copyOf(request.buffer(), request.size());
  }

  private static void writeSeries(Map<String, String> labels, String name, byte[] pprof, Proto to) {
    long series = to.startField(1, UNDER_256_MB);
    writeLabel("__name__", name, to);
    // What was allocated is that of the interval, and not since the start as in Go's profiles.
    writeLabel("__delta__", "false", to);
    labels.forEach((label, value) -> writeLabel(label, value, to));
    long sample = to.startField(2, UNDER_256_MB);
    to.field(1, pprof);
    to.field(2, randomId());
    to.commitField(sample);
    to.commitField(series);
  }

  private static void writeLabel(String name, String value, Proto to) {
    long label = to.startField(1, UNDER_2_MB);
    to.field(1, name).field(2, value);
    to.commitField(label);
  }

  /** Of version 4, as ingesters expect one; not of the JVM's secure random numbers. */
  private static String randomId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long most = (random.nextLong() & ~0xf000L) | 0x4000L;
    long least = (random.nextLong() & ~(0xc0L << 56)) | (0x80L << 56);
    return new UUID(most, least).toString();
  }
}
