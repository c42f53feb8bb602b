package dev.gemba.cli.profile;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import one.convert.Arguments;

/**
 * A recording, and what of it is wanted.
 *
 * @param file in the format of JDK Flight Recorder
 * @param event what its samples are of, as the command line calls it
 * @param title for people
 * @param methods if not empty, only stacks with one of them, from the outermost of these on; {@code
 *     com/acme/Board.load}
 */
public record ProfileSource(Path file, String event, String title, Set<String> methods) {

  public ProfileSource {
    methods = Set.copyOf(methods);
  }

  /** What the converter is told. */
  Arguments arguments() {
    Arguments arguments = new Arguments();
    arguments.title = title;
    arguments.alloc = event.equals("alloc");
    arguments.lock = event.equals("lock");
    // Bytes and nanoseconds, where a sample does not always stand for the same of them.
    arguments.total = arguments.alloc || arguments.lock;
    if (!methods.isEmpty()) {
      arguments.include =
          Pattern.compile(
              methods.stream().sorted().map(Pattern::quote).collect(Collectors.joining("|")));
    }
    return arguments;
  }
}
