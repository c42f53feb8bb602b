package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import dev.gemba.agent.target.MethodPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Turns the tree of values into the config. */
final class ConfigReader {

  /** What OpenTelemetry's resource conventions ask for where no name is known. */
  private static final String UNKNOWN_SERVICE = "unknown_service:java";

  private static final double DEFAULT_OVERHEAD = 0.05;
  private static final String MEASURED = "@dev.gemba.api.Measured *";

  private final SectionReader root;
  private final Schema schema;
  private final OtelSettings otel;
  private final Problems problems;

  ConfigReader(Section root, Schema schema, OtelSettings otel, Problems problems) {
    this.root = SectionReader.of(root, schema, problems);
    this.schema = schema;
    this.otel = otel;
    this.problems = problems;
  }

  AgentConfig read() {
    String service = service();
    return new AgentConfig(
        enabled(),
        service,
        resourceAttributes(service),
        overhead(),
        sampling(),
        targets(),
        packs(),
        propagation(),
        profile(),
        exporters());
  }

  private String service() {
    String accepted = "a name";
    Text text = root.text("service", accepted);
    if (text == null) {
      return UNKNOWN_SERVICE;
    }
    if (text.text().isBlank()) {
      problems.error(text.place(), text.description(), accepted);
      return UNKNOWN_SERVICE;
    }
    return text.text().strip();
  }

  private Map<String, String> resourceAttributes(String service) {
    Map<String, String> attributes = new LinkedHashMap<>(otel.resourceAttributes());
    attributes.put(OtelSettings.SERVICE_NAME, service);
    return attributes;
  }

  /** Whoever writes this key wants Gemba off, or may; so only a clear yes is one. */
  private boolean enabled() {
    if (!root.has("enabled")) {
      return true;
    }
    String accepted = "true, false";
    Text text = root.text("enabled", accepted);
    if (text == null) {
      return false;
    }
    if (!ScalarReader.isOn(text.text()) && !ScalarReader.isOff(text.text())) {
      String nearest = NearestName.of(text.text(), List.of("true", "false"));
      problems.error(text.place(), text.description(), accepted, nearest);
    }
    return ScalarReader.isOn(text.text());
  }

  private OptionalDouble overhead() {
    if (!root.has("overhead")) {
      return OptionalDouble.of(DEFAULT_OVERHEAD);
    }
    int before = problems.errors();
    ScalarReader scalars = new ScalarReader(root, problems);
    OptionalDouble ratio = OptionalDouble.empty();
    if (!scalars.isSetOff("overhead")) {
      String accepted = "a percentage above 0% to 100%, or off";
      ratio = scalars.ratio("overhead", accepted);
      if (ratio.isPresent() && ratio.getAsDouble() == 0) {
        Value value = root.value("overhead");
        problems.error(value.place(), value.description(), accepted, ScalarReader.OFF);
      }
    }
    if (problems.errors() > before) {
      return OptionalDouble.of(DEFAULT_OVERHEAD);
    }
    return ratio;
  }

  private Sampling sampling() {
    return new SamplingReader(root.section("sampling"), problems).read();
  }

  private List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    Schema element = schema.keys().get("targets").element();
    for (Value item : root.items("targets", "a list of targets")) {
      Target target = TargetReader.read(item, element, problems);
      if (target != null) {
        targets.add(target);
      }
    }
    Target included = otel.methods();
    if (included != null) {
      targets.add(included);
    }
    List<MethodPattern> measured = List.of(MethodPattern.parse(MEASURED));
    targets.add(Target.plain(ConfigLoader.DEFAULTS, measured, Capture.TIMING));
    return targets;
  }

  private List<String> packs() {
    return root.has("packs") ? chosen("packs", Schema.PACKS) : Schema.DEFAULT_PACKS;
  }

  private List<String> propagation() {
    if (root.has("propagation")) {
      return chosen("propagation", Schema.PROPAGATORS);
    }
    return otel.propagators(Schema.PROPAGATORS, Schema.DEFAULT_PROPAGATORS);
  }

  /** Those of a list that are known, each once, in any order; what is not known is told. */
  private List<String> chosen(String key, List<String> known) {
    List<String> chosen = new ArrayList<>();
    String accepted = String.join(", ", known);
    for (Text text : root.texts(key, accepted)) {
      for (String part : text.text().split(",")) {
        String name = part.strip();
        if (!known.contains(name)) {
          String nearest = NearestName.of(name, known);
          problems.error(text.place(), Problem.quoted(name), accepted, nearest);
        } else if (!chosen.contains(name)) {
          chosen.add(name);
        }
      }
    }
    return chosen;
  }

  private Profile profile() {
    if (!root.has("profile")) {
      return Profile.DEFAULT;
    }
    if (new ScalarReader(root, problems).isSetOff("profile")) {
      return Profile.OFF;
    }
    SectionReader section = root.section("profile");
    ScalarReader scalars = new ScalarReader(section, problems);
    String sizeAccepted = Quantities.SIZE + ", or off";
    OptionalLong alloc = Profile.DEFAULT.allocBytes();
    if (section.has("alloc")) {
      long size = scalars.isSetOff("alloc") ? -1 : scalars.sizeBytes("alloc", sizeAccepted);
      alloc = size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }
    return new Profile(
        period("cpu", Profile.DEFAULT.cpu(), Profile.SHORTEST_PERIOD, section),
        alloc,
        period("wall", Profile.DEFAULT.wall(), Profile.SHORTEST_PERIOD, section),
        period("lock", Profile.DEFAULT.lock(), Duration.ZERO, section));
  }

  private Optional<Duration> period(
      String key, Optional<Duration> defaultValue, Duration shortest, SectionReader section) {
    if (!section.has(key)) {
      return defaultValue;
    }
    ScalarReader scalars = new ScalarReader(section, problems);
    if (scalars.isSetOff(key)) {
      return Optional.empty();
    }
    String accepted = Quantities.DURATION + ", or off";
    Duration period = scalars.duration(key, accepted);
    if (period != null && period.compareTo(shortest) < 0) {
      Value value = section.value(key);
      String least = shortest.toMillis() + "ms";
      problems.error(
          value.place(), value.description(), accepted + ", and no less than " + least, least);
      return Optional.empty();
    }
    return Optional.ofNullable(period);
  }

  private Map<String, ExporterSection> exporters() {
    String accepted = "a section of exporters";
    Schema exporters = schema.keys().get(ExporterReader.KEY);
    return new ExporterReader(exporters, problems).read(root.names(ExporterReader.KEY, accepted));
  }
}
