package dev.gemba.cli.recording;

import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Frame;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Profile.Sample;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the profiles of one {@code ExportProfilesServiceRequest}, whose dictionary may stand before
 * or behind them. Profiles of what the model has no kind for are passed over. Used once.
 *
 * <p>A frame has all of its name as its method, as the format does not tell the class apart.
 */
final class ProfilesParser {

  private static final String NO_TRACE = "0".repeat(32);

  private record Location(List<Integer> functions, List<Integer> lines) {}

  private record Link(String traceId, String spanId) {}

  private record Attribute(int key, String value) {}

  /** A sample as it is written, by indices. */
  private static final class RawSample {
    private int stack;
    private int link;
    private final List<Integer> attributes = new ArrayList<>();
    private long value;
    private long values;
    private long times;
  }

  private static final class RawProfile {
    private int type;
    private long startNanos;
    private long durationNanos;
    private final List<RawSample> samples = new ArrayList<>();
  }

  private final JsonCursor json;
  private final List<RawProfile> profiles = new ArrayList<>();
  private final List<String> strings = new ArrayList<>();
  private final List<Integer> functions = new ArrayList<>();
  private final List<Location> locations = new ArrayList<>();
  private final List<List<Integer>> stacks = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Attribute> attributes = new ArrayList<>();
  private final Map<Integer, List<Frame>> frames = new HashMap<>();

  ProfilesParser(JsonCursor json) {
    this.json = json;
  }

  void readProfile() throws IOException {
    RawProfile profile = new RawProfile();
    int[] type = {0};
    json.object(
        field -> {
          switch (field) {
            case "sampleType" -> type[0] = index("typeStrindex");
            case "samples" -> json.array(() -> profile.samples.add(readSample()));
            case "timeUnixNano" -> profile.startNanos = json.integer();
            case "durationNano" -> profile.durationNanos = json.integer();
            default -> json.skip();
          }
        });
    profile.type = type[0];
    profiles.add(profile);
  }

  private RawSample readSample() throws IOException {
    RawSample sample = new RawSample();
    json.object(
        field -> {
          switch (field) {
            case "stackIndex" -> sample.stack = json.smallInteger();
            case "linkIndex" -> sample.link = json.smallInteger();
            case "attributeIndices" -> json.array(() -> sample.attributes.add(json.smallInteger()));
            case "values" ->
                json.array(
                    () -> {
                      sample.value += json.integer();
                      sample.values++;
                    });
            case "timestampsUnixNano" ->
                json.array(
                    () -> {
                      json.skip();
                      sample.times++;
                    });
            default -> json.skip();
          }
        });
    return sample;
  }

  void readDictionary() throws IOException {
    json.object(
        field -> {
          switch (field) {
            case "stringTable" -> json.array(() -> strings.add(json.text()));
            case "functionTable" -> json.array(() -> functions.add(index("nameStrindex")));
            case "locationTable" -> json.array(this::readLocation);
            case "stackTable" -> json.array(() -> stacks.add(indices("locationIndices")));
            case "linkTable" -> json.array(this::readLink);
            case "attributeTable" -> json.array(this::readAttribute);
            default -> json.skip();
          }
        });
  }

  /** The one field of an object that matters; 0 if it is left out. */
  private int index(String wanted) throws IOException {
    int[] index = {0};
    json.object(
        field -> {
          if (field.equals(wanted)) {
            index[0] = json.smallInteger();
          } else {
            json.skip();
          }
        });
    return index[0];
  }

  private List<Integer> indices(String wanted) throws IOException {
    List<Integer> indices = new ArrayList<>();
    json.object(
        field -> {
          if (field.equals(wanted)) {
            json.array(() -> indices.add(json.smallInteger()));
          } else {
            json.skip();
          }
        });
    return indices;
  }

  private void readLocation() throws IOException {
    Location location = new Location(new ArrayList<>(), new ArrayList<>());
    json.object(
        field -> {
          if (field.equals("lines")) {
            json.array(() -> readLine(location));
          } else {
            json.skip();
          }
        });
    locations.add(location);
  }

  private void readLine(Location location) throws IOException {
    int[] found = new int[2];
    json.object(
        field -> {
          switch (field) {
            case "functionIndex" -> found[0] = json.smallInteger();
            case "line" -> found[1] = json.smallInteger();
            default -> json.skip();
          }
        });
    location.functions().add(found[0]);
    location.lines().add(found[1]);
  }

  private void readLink() throws IOException {
    String[] ids = {"", ""};
    json.object(
        field -> {
          switch (field) {
            case "traceId" -> ids[0] = json.text();
            case "spanId" -> ids[1] = json.text();
            default -> json.skip();
          }
        });
    boolean none = ids[0].equals(NO_TRACE);
    links.add(none ? new Link("", "") : new Link(ids[0], ids[1]));
  }

  private void readAttribute() throws IOException {
    int[] key = {0};
    String[] value = {""};
    json.object(
        field -> {
          switch (field) {
            case "keyStrindex" -> key[0] = json.smallInteger();
            case "value" -> json.object(kind -> value[0] = scalar(kind));
            default -> json.skip();
          }
        });
    attributes.add(new Attribute(key[0], value[0]));
  }

  private String scalar(String kind) throws IOException {
    return switch (kind) {
      case "stringValue", "intValue" -> json.text();
      default -> {
        json.skip();
        yield "";
      }
    };
  }

  /**
   * What was read, once all of the request was.
   *
   * @throws IllegalArgumentException if an index points at nothing
   */
  List<Profile> profiles() {
    List<Profile> all = new ArrayList<>();
    for (RawProfile raw : profiles) {
      Kind kind = kindOf(at(strings, raw.type, "stringTable", ""));
      if (kind != null) {
        List<Sample> samples = new ArrayList<>();
        raw.samples.forEach(sample -> samples.add(sample(kind, sample)));
        Instant start = Instant.ofEpochSecond(0, raw.startNanos);
        all.add(new Profile(start, start.plusNanos(raw.durationNanos), "", samples));
      }
    }
    return all;
  }

  private static Kind kindOf(String type) {
    return switch (type) {
      case "cpu" -> Kind.CPU;
      case "alloc" -> Kind.ALLOC;
      case "wall" -> Kind.WALL;
      case "lock" -> Kind.LOCK;
      default -> null;
    };
  }

  private Sample sample(Kind kind, RawSample raw) {
    String operation = "";
    long count = Math.max(1, Math.max(raw.values, raw.times));
    for (int index : raw.attributes) {
      Attribute attribute = at(attributes, index, "attributeTable", new Attribute(0, ""));
      switch (at(strings, attribute.key(), "stringTable", "")) {
        case "gemba.operation" -> operation = attribute.value();
        case "gemba.profile.samples" -> count = Long.parseLong(attribute.value());
        default -> {
          // Nothing that a report shows.
        }
      }
    }
    Link link = at(links, raw.link, "linkTable", new Link("", ""));
    long value = raw.values == 0 ? raw.times : raw.value;
    return new Sample(
        kind, stack(raw.stack), operation, link.traceId(), link.spanId(), count, value);
  }

  private List<Frame> stack(int index) {
    List<Frame> known = frames.get(index);
    if (known == null) {
      List<Frame> made = new ArrayList<>();
      for (int location : at(stacks, index, "stackTable", List.<Integer>of())) {
        addFrames(made, at(locations, location, "locationTable", null));
      }
      known = List.copyOf(made);
      frames.put(index, known);
    }
    return known;
  }

  private void addFrames(List<Frame> made, Location location) {
    if (location == null || location.functions().isEmpty()) {
      made.add(new Frame("", "(unknown)", 0));
      return;
    }
    for (int i = 0; i < location.functions().size(); i++) {
      int name = at(functions, location.functions().get(i), "functionTable", 0);
      String text = at(strings, name, "stringTable", "");
      made.add(new Frame("", text.isEmpty() ? "(unknown)" : text, location.lines().get(i)));
    }
  }

  /** Index 0 stands for none also where its table was left out. */
  private static <T> T at(List<T> table, int index, String name, T none) {
    if (index == 0 && table.isEmpty()) {
      return none;
    }
    if (index < 0 || index >= table.size()) {
      throw new IllegalArgumentException(
          "found index " + index + " of " + name + ", which has " + table.size());
    }
    return table.get(index);
  }
}
