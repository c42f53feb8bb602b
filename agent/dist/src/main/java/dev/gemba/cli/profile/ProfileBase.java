package dev.gemba.cli.profile;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import one.convert.Arguments;
import one.convert.FlameGraph;

/**
 * An earlier profile that others are told from, by flame graphs whose colours say what grew and
 * what shrank since. The earlier one is scaled to as much as the later one has in all: so what is
 * told is the share of each stack, whatever the lengths of the two and the load on them.
 *
 * @see <a href="https://www.brendangregg.com/blog/2014-11-09/differential-flame-graphs.html">
 *     Differential flame graphs</a>
 */
public final class ProfileBase {

  /** Ends of names of files that can be one, for messages. */
  public static final String ACCEPTED = ".jfr, .collapsed";

  private final Path file;
  private final Map<String, Long> stacks;

  private ProfileBase(Path file, Map<String, Long> stacks) {
    this.file = file;
    this.stacks = stacks;
  }

  /** Whether a file can be one, by its name. */
  public static boolean accepts(Path file) {
    ProfileFormat format = ProfileFormat.of(file);
    return format == ProfileFormat.JFR || format == ProfileFormat.COLLAPSED;
  }

  /**
   * Reads what {@code gemba profile -o} wrote.
   *
   * @param event what samples of a recording are wanted
   * @throws IOException if it cannot be read, or has no such samples
   */
  public static ProfileBase read(Path file, String event) throws IOException {
    ProfileBase base =
        new ProfileBase(
            file,
            ProfileFormat.of(file) == ProfileFormat.JFR
                ? stacks(collapsed(new ProfileSource(file, event, "", Set.of())))
                : stacks(Files.readString(file)));
    if (base.stacks.isEmpty()) {
      throw new IOException("it has no samples of " + event);
    }
    return base;
  }

  private static String collapsed(ProfileSource source) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    ProfileFormat.COLLAPSED.write(source, lines);
    return lines.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, Long> stacks(String lines) throws IOException {
    Map<String, Long> stacks = new LinkedHashMap<>();
    for (String line : lines.lines().toList()) {
      int space = line.lastIndexOf(' ');
      try {
        if (!line.isBlank()) {
          stacks.merge(
              line.substring(0, Math.max(0, space)),
              Long.parseLong(line.substring(space + 1)),
              Long::sum);
        }
      } catch (NumberFormatException e) {
        throw new IOException("it has a line that is no collapsed stack: " + line, e);
      }
    }
    return stacks;
  }

  /**
   * Writes the flame graph of a later recording, in place of what is there.
   *
   * @throws IOException if it cannot be written
   */
  public void writeDifference(ProfileSource later, Path output) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(output))) {
      writeDifference(later, out);
    }
  }

  private void writeDifference(ProfileSource later, OutputStream out) throws IOException {
    Map<String, Long> now = stacks(collapsed(later));
    Map<String, Long> before = from(stacks, later.methods());
    double scale = (double) sum(now) / Math.max(1, sum(before));
    before.replaceAll((stack, value) -> Math.round(value * scale));
    Arguments arguments = later.arguments();
    arguments.diff = true;
    arguments.title +=
        " – red has grown since "
            + escaped(String.valueOf(file.getFileName()))
            + ", blue shrunk, yellow is new";
    FlameGraph graph = graph(now, arguments);
    graph.diff(graph(before, arguments));
    graph.dump(out);
  }

  /** The title stands in a page. */
  private static String escaped(String name) {
    return name.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** Also of stacks that are read from text, as the converter has them of recordings. */
  private static Map<String, Long> from(Map<String, Long> stacks, Set<String> methods) {
    Map<String, Long> cut = new LinkedHashMap<>();
    stacks.forEach(
        (stack, value) -> {
          List<String> frames = Arrays.asList(stack.split(";", -1));
          int outermost = methods.isEmpty() ? 0 : outermost(frames, methods);
          if (outermost >= 0) {
            cut.merge(String.join(";", frames.subList(outermost, frames.size())), value, Long::sum);
          }
        });
    return cut;
  }

  private static int outermost(List<String> frames, Set<String> methods) {
    for (int i = 0; i < frames.size(); i++) {
      if (methods.contains(frames.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static long sum(Map<String, Long> stacks) {
    return stacks.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Both from text, so that frames are the same whatever the compiler had made of them. */
  private static FlameGraph graph(Map<String, Long> stacks, Arguments arguments)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    stacks.forEach((stack, value) -> lines.append(stack).append(' ').append(value).append('\n'));
    FlameGraph graph = new FlameGraph(arguments);
    graph.parseCollapsed(new StringReader(lines.toString()));
    return graph;
  }
}
