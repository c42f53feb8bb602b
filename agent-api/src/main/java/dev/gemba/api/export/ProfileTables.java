package dev.gemba.api.export;

import dev.gemba.api.export.Profile.Frame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What profiles have in common, each thing once and told by its index: the dictionary of
 * OpenTelemetry's profiles, in which index 0 of each table is the empty one. Not thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/profiles/">OpenTelemetry profiles</a>
 */
public final class ProfileTables {

  /** A method or symbol; its name is an index of {@link #strings}. */
  public record Function(int name) {}

  /** A line of a function, which is an index of {@link #functions}. */
  public record Location(int function, int line) {}

  /** Indices of {@link #locations}, the innermost first. */
  public record Stack(List<Integer> locations) {}

  /** A span; both ids are empty for none. */
  public record Link(String traceId, String spanId) {}

  /** A name, which is an index of {@link #strings}, and a value. */
  public record Attribute(int key, String value) {}

  private final Table<String> strings = new Table<>("");
  private final Table<Function> functions = new Table<>(new Function(0));
  private final Table<Location> locations = new Table<>(new Location(0, 0));
  private final Table<Stack> stacks = new Table<>(new Stack(List.of()));
  private final Table<Link> links = new Table<>(new Link("", ""));
  private final Table<Attribute> attributes = new Table<>(new Attribute(0, ""));

  /** Equal stacks of a profile are one object. */
  private final IdentityHashMap<List<Frame>, Integer> known = new IdentityHashMap<>();

  /** Index of a text. */
  public int string(String text) {
    return strings.indexOf(text);
  }

  /** Index of a stack. */
  public int stack(List<Frame> frames) {
    return known.computeIfAbsent(
        frames, unknown -> stacks.indexOf(new Stack(frames.stream().map(this::location).toList())));
  }

  private int location(Frame frame) {
    int function = functions.indexOf(new Function(string(frame.text())));
    return locations.indexOf(new Location(function, frame.line()));
  }

  /** Index of a span; 0 if both are empty. */
  public int link(String traceId, String spanId) {
    return links.indexOf(new Link(traceId, spanId));
  }

  /** Index of an attribute. */
  public int attribute(String key, String value) {
    return attributes.indexOf(new Attribute(string(key), value));
  }

  /** All texts, by index. Complete once everything else was asked for. */
  public List<String> strings() {
    return strings.all();
  }

  /** All functions, by index. */
  public List<Function> functions() {
    return functions.all();
  }

  /** All locations, by index. */
  public List<Location> locations() {
    return locations.all();
  }

  /** All stacks, by index. */
  public List<Stack> stacks() {
    return stacks.all();
  }

  /** All links, by index. */
  public List<Link> links() {
    return links.all();
  }

  /** All attributes, by index. */
  public List<Attribute> attributes() {
    return attributes.all();
  }

  private static final class Table<T> {
    private final List<T> all = new ArrayList<>();
    private final Map<T, Integer> indices = new HashMap<>();

    Table(T empty) {
      indexOf(empty);
    }

    int indexOf(T one) {
      Integer index = indices.putIfAbsent(one, all.size());
      if (index != null) {
        return index;
      }
      all.add(one);
      return all.size() - 1;
    }

    List<T> all() {
      return Collections.unmodifiableList(all);
    }
  }
}
