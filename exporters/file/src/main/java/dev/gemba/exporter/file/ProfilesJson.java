package dev.gemba.exporter.file;

import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Profile.Sample;
import dev.gemba.api.export.ProfileTables;
import java.time.Duration;
import java.util.List;

/**
 * Profiles in OTLP's JSON: one of OpenTelemetry's for each kind of samples, and the dictionary that
 * they share. What is zero is left out, as these are the longest of all lines. Used for one line.
 *
 * <p>A sample has one value. How many samples it stands for is the attribute {@value #SAMPLES},
 * where that is not one: a second profile of counts, as async-profiler writes it, would say each
 * stack and each span again.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/profiles/v1development/profiles.proto">profiles.proto</a>
 */
final class ProfilesJson {

  private static final String OPERATION = "gemba.operation";
  private static final String SAMPLES = "gemba.profile.samples";
  private static final String SAMPLER = "gemba.profile.sampler";
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  private final JsonLine json;
  private final ProfileTables tables = new ProfileTables();

  ProfilesJson(JsonLine json) {
    this.json = json;
  }

  /** Writes one for each kind that there are samples of. */
  void profile(Profile profile) {
    for (Kind kind : Kind.values()) {
      List<Sample> samples =
          profile.samples().stream().filter(sample -> sample.kind() == kind).toList();
      if (!samples.isEmpty()) {
        profile(profile, kind, samples);
      }
    }
  }

  private void profile(Profile profile, Kind kind, List<Sample> samples) {
    json.startObject();
    json.startObject("sampleType");
    json.number("typeStrindex", tables.string(kind.text()));
    json.number("unitStrindex", tables.string(kind == Kind.ALLOC ? "bytes" : "nanoseconds"));
    json.endObject();
    json.startArray("samples");
    samples.forEach(this::sample);
    json.endArray();
    json.integer("timeUnixNano", OtlpJson.epochNanos(profile.start()));
    long nanos = Duration.between(profile.start(), profile.end()).toNanos();
    json.integer("durationNano", Math.max(0, nanos));
    json.startArray("attributeIndices");
    json.number(tables.attribute(SAMPLER, profile.sampler()));
    json.endArray();
    json.endObject();
  }

  private void sample(Sample sample) {
    json.startObject();
    json.number("stackIndex", tables.stack(sample.stack()));
    if (!sample.operation().isEmpty() || sample.count() != 1) {
      json.startArray("attributeIndices");
      if (!sample.operation().isEmpty()) {
        json.number(tables.attribute(OPERATION, sample.operation()));
      }
      if (sample.count() != 1) {
        json.number(tables.attribute(SAMPLES, Long.toString(sample.count())));
      }
      json.endArray();
    }
    int link = tables.link(sample.traceId(), sample.spanId());
    if (link != 0) {
      json.number("linkIndex", link);
    }
    json.startArray("values");
    json.integer(sample.value());
    json.endArray();
    json.endObject();
  }

  /** Writes what was referred to. */
  void dictionary() {
    json.startObject("dictionary");
    json.startArray("mappingTable").startObject().endObject().endArray();
    json.startArray("locationTable");
    tables.locations().forEach(this::location);
    json.endArray();
    json.startArray("functionTable");
    for (ProfileTables.Function function : tables.functions()) {
      json.startObject();
      known("nameStrindex", function.name());
      json.endObject();
    }
    json.endArray();
    json.startArray("linkTable");
    tables.links().forEach(this::link);
    json.endArray();
    json.startArray("attributeTable");
    tables.attributes().forEach(this::attribute);
    json.endArray();
    json.startArray("stackTable");
    tables.stacks().forEach(this::stack);
    json.endArray();
    json.startArray("stringTable");
    tables.strings().forEach(json::string);
    json.endArray();
    json.endObject();
  }

  private void location(ProfileTables.Location location) {
    json.startObject();
    if (location.function() != 0) {
      json.startArray("lines");
      json.startObject();
      json.number("functionIndex", location.function());
      if (location.line() > 0) {
        json.integer("line", location.line());
      }
      json.endObject();
      json.endArray();
    }
    json.endObject();
  }

  /** None is told by zeros: there are readers that expect ids to be of their full length. */
  private void link(ProfileTables.Link link) {
    json.startObject();
    json.string("traceId", link.traceId().isEmpty() ? NO_TRACE : link.traceId());
    json.string("spanId", link.spanId().isEmpty() ? NO_SPAN : link.spanId());
    json.endObject();
  }

  private void attribute(ProfileTables.Attribute attribute) {
    json.startObject();
    if (attribute.key() != 0) {
      json.number("keyStrindex", attribute.key());
      json.startObject("value");
      boolean number = tables.strings().get(attribute.key()).equals(SAMPLES);
      json.string(number ? "intValue" : "stringValue", attribute.value());
      json.endObject();
    }
    json.endObject();
  }

  private void stack(ProfileTables.Stack stack) {
    json.startObject();
    if (!stack.locations().isEmpty()) {
      json.startArray("locationIndices");
      stack.locations().forEach(json::number);
      json.endArray();
    }
    json.endObject();
  }

  private void known(String name, int value) {
    if (value != 0) {
      json.number(name, value);
    }
  }
}
