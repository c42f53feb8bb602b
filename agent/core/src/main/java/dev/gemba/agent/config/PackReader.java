package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Items;
import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the targets of a bundled pack: those of a config, with a few keys more (see {@link
 * Schema#packTarget}). What is wrong there is wrong with this build. Without lambdas, the first of
 * which would cost the start of the application more than all packs.
 */
public final class PackReader {

  private static final String DIRECTORY = "packs/";
  private static final String TARGETS = "targets";

  private final String pack;
  private final Problems problems = new Problems();

  private PackReader(String pack) {
    this.pack = pack;
  }

  /**
   * The targets of packs.
   *
   * @throws IllegalStateException if a bundled file is not as it should be
   */
  public static List<Target> read(List<String> packs) {
    List<Target> targets = new ArrayList<>();
    for (String pack : packs) {
      targets.addAll(read(pack));
    }
    return targets;
  }

  /** Those of one pack; none if all of its work is elsewhere. */
  private static List<Target> read(String pack) {
    String file = DIRECTORY.concat(pack).concat(".yaml");
    try (InputStream in = PackReader.class.getResourceAsStream(file)) {
      if (in == null) {
        return List.of();
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return read(pack, text, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that a text has, which is a pack's. */
  static List<Target> read(String pack, String text, String file) {
    return new PackReader(pack).targets(text, new Place(file, 0, ""));
  }

  private List<Target> targets(String text, Place place) {
    Value plain = PlainYaml.read(text, place);
    Value value = plain != null ? plain : YamlTree.read(text, place, true, problems);
    List<Target> targets = new ArrayList<>();
    if (value instanceof Section root && root.entries().get(TARGETS) instanceof Items items) {
      for (Value item : items.values()) {
        Target target = TargetReader.read(item, Schema.packTarget(), problems);
        if (target != null) {
          targets.add(target.playing(role((Section) item)));
        }
      }
    }
    if (targets.isEmpty() || problems.errors() > 0) {
      throw new IllegalStateException(
          "bundled pack "
              .concat(place.file())
              .concat(": ")
              .concat(problems.sorted(place.file()).toString()));
    }
    return targets;
  }

  private PackRole role(Section target) {
    String enricher = text(target, "enrich");
    String family = text(target, "family");
    String kind = text(target, "kind");
    Map<String, ValuePath> values = new LinkedHashMap<>();
    if (target.entries().get("values") instanceof Section section) {
      for (Map.Entry<String, Value> entry : section.entries().entrySet()) {
        values.put(entry.getKey(), path(entry.getValue()));
      }
    }
    return new PackRole(
        pack,
        kind.isEmpty() ? Span.Kind.INTERNAL : Span.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        enricher,
        family.isEmpty() ? enricher : family,
        values,
        unless(target.entries().get("unless")),
        async(target),
        headers(target),
        text(target, "carrier"),
        text(target, "exchange"),
        handoff(target),
        counted(text(target, "counted"), target),
        !text(target, "recorded").equals("no"));
  }

  private List<ValuePath> unless(Value value) {
    List<ValuePath> paths = new ArrayList<>();
    if (value instanceof Items items) {
      for (Value path : items.values()) {
        paths.add(path(path));
      }
    } else if (value != null) {
      paths.add(path(value));
    }
    return paths;
  }

  private PackRole.Async async(Section target) {
    return target.entries().get("async") instanceof Section section
        ? new PackRole.Async(
            path(section.entries().get("begun")), path(section.entries().get("context")))
        : PackRole.Async.NONE;
  }

  private PackRole.Headers headers(Section target) {
    return target.entries().get("headers") instanceof Section section
        ? new PackRole.Headers(
            path(section.entries().get("of")), text(section, "read"), text(section, "write"))
        : PackRole.Headers.NONE;
  }

  private PackRole.Handoff handoff(Section target) {
    return target.entries().get("handoff") instanceof Section section
        ? new PackRole.Handoff(optionalPath(section, "offer"), optionalPath(section, "run"))
        : PackRole.Handoff.NONE;
  }

  private ValuePath optionalPath(Section section, String key) {
    Value value = section.entries().get(key);
    return value == null ? null : path(value);
  }

  private PackRole.Counted counted(String how, Section target) {
    return switch (how) {
      case "" -> PackRole.Counted.NO;
      case "one" -> PackRole.Counted.ONE;
      case "arg0" -> PackRole.Counted.FIRST_ARGUMENT;
      default -> {
        problems.error(target.place(), how, "one, arg0");
        yield PackRole.Counted.NO;
      }
    };
  }

  private ValuePath path(Value value) {
    return TargetReader.path(value, problems);
  }

  private static String text(Section section, String key) {
    return section.entries().get(key) instanceof Text text ? text.text() : "";
  }
}
