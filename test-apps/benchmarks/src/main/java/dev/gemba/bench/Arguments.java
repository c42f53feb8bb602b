package dev.gemba.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The options behind a benchmark's name. */
final class Arguments {

  private static final Set<String> WITH_VALUE =
      Set.of("--rounds", "--seconds", "--threads", "--only", "--java", "--results", "--into");
  private static final String QUICK = "--quick";

  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @throws UsageException for an unknown option, or one that lacks its value
   */
  static Arguments parse(List<String> words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals(QUICK)) {
        values.put(QUICK, "yes");
      } else if (!WITH_VALUE.contains(word)) {
        throw new UsageException("no option is called '" + word + "'");
      } else if (i + 1 == words.size()) {
        throw new UsageException(word + " needs a value");
      } else {
        values.put(word, words.get(++i));
      }
    }
    return new Arguments(values);
  }

  boolean quick() {
    return values.containsKey(QUICK);
  }

  /** How many rounds; one if quick. */
  int rounds(int otherwise) {
    return number("--rounds", quick() ? 1 : otherwise);
  }

  double seconds(double otherwise, double ifQuick) {
    String text = values.get("--seconds");
    if (text == null) {
      return quick() ? ifQuick : otherwise;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new UsageException("--seconds: found '" + text + "', accepted is a number");
    }
  }

  List<Integer> threads(List<Integer> otherwise) {
    String text = values.get("--threads");
    if (text == null) {
      return otherwise;
    }
    return Arrays.stream(text.split(",")).map(part -> parse("--threads", part)).toList();
  }

  /** Whether a configuration is among those asked for; all are if none is named. */
  boolean includes(String configuration) {
    String only = values.get("--only");
    return only == null || Arrays.asList(only.split(",")).contains(configuration);
  }

  /** Whether it is asked for: by its name, or because none of its kind is named. */
  boolean includes(String configuration, List<String> ofItsKind) {
    List<String> only = Arrays.asList(values.getOrDefault("--only", "").split(","));
    return only.contains(configuration) || ofItsKind.stream().noneMatch(only::contains);
  }

  /** Fails where {@code --only} names something that does not exist. */
  void checkOnly(List<String> known) {
    String only = values.getOrDefault("--only", "");
    for (String name : only.isEmpty() ? new String[0] : only.split(",")) {
      if (!known.contains(name)) {
        throw new UsageException("--only: found '" + name + "', accepted are " + known);
      }
    }
  }

  /**
   * What is to be measured: what {@code --only} names, or all; of these one alone where it must be
   * quick.
   *
   * @param quick the name of that one
   */
  <T> List<T> chosen(List<T> all, Function<T, String> name, String quick) {
    List<String> names = all.stream().map(name).toList();
    checkOnly(names);
    return all.stream()
        .filter(one -> includes(name.apply(one), names))
        .filter(one -> !quick() || name.apply(one).equals(quick))
        .toList();
  }

  /** The JDK that is measured: the one named, or the one that runs this. */
  Jdk jdk() throws Exception {
    Path home = Path.of(values.getOrDefault("--java", System.getProperty("java.home")));
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      throw new UsageException("--java: there is no bin/java in " + home);
    }
    Jdk jdk = Jdk.at(home);
    return quick() ? jdk.inHaste() : jdk;
  }

  boolean jdkIsNamed() {
    return values.containsKey("--java");
  }

  /** The document that tables go into; null for none. */
  Path into() {
    String document = values.get("--into");
    return document == null ? null : Path.of(document);
  }

  Path results(Place place) {
    String directory = values.get("--results");
    return directory == null ? place.results() : Path.of(directory);
  }

  private int number(String name, int otherwise) {
    String text = values.get(name);
    return text == null ? otherwise : parse(name, text);
  }

  private static int parse(String name, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException ignored) {
      // said below, for zero as well
    }
    throw new UsageException(name + ": found '" + text + "', accepted is a whole number from 1");
  }
}
