package dev.gemba.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Java installations of this machine: of the path list {@code GEMBA_TEST_JDKS}, of {@code
 * JAVA_HOME}, the one that runs the tests, and of the usual folders. One for each feature version;
 * which ones is printed once.
 */
final class Jdks {

  private static final int OLDEST = 17;
  private static final Pattern PRINTED = Pattern.compile("version \"([^\"]+)\"");

  private static final Map<Integer, Jdk> BY_FEATURE = find();

  private Jdks() {}

  /** Those that Gemba is made for, oldest first; at least the one that runs the tests. */
  static List<Jdk> found() {
    return BY_FEATURE.values().stream().filter(jdk -> jdk.feature() >= OLDEST).toList();
  }

  /** The last of {@link #found}. */
  static Jdk newest() {
    List<Jdk> found = found();
    return found.get(found.size() - 1);
  }

  /** Those that are too old for Gemba; often none. */
  static List<Jdk> tooOld() {
    return BY_FEATURE.values().stream().filter(jdk -> jdk.feature() < OLDEST).toList();
  }

  private static Map<Integer, Jdk> find() {
    Map<Integer, Jdk> found = new TreeMap<>();
    for (Path home : candidates()) {
      at(home).ifPresent(jdk -> found.putIfAbsent(jdk.feature(), jdk));
    }
    found.values().forEach(jdk -> System.out.println("Tests may use " + jdk + " in " + jdk.home()));
    return found;
  }

  private static List<Path> candidates() {
    List<Path> homes = new ArrayList<>();
    for (String home :
        System.getenv().getOrDefault("GEMBA_TEST_JDKS", "").split(File.pathSeparator)) {
      addIfNamed(homes, home);
    }
    addIfNamed(homes, System.getenv("JAVA_HOME"));
    addIfNamed(homes, System.getProperty("java.home"));
    Path user = Path.of(System.getProperty("user.home"));
    addChildren(homes, Path.of("/usr/lib/jvm"), "");
    addChildren(homes, Path.of("/opt/java"), "");
    addChildren(homes, user.resolve(".sdkman/candidates/java"), "");
    addChildren(homes, user.resolve(".jdks"), "");
    addChildren(homes, Path.of("/Library/Java/JavaVirtualMachines"), "Contents/Home");
    return homes;
  }

  private static void addIfNamed(List<Path> homes, String home) {
    if (home != null && !home.isBlank()) {
      homes.add(Path.of(home));
    }
  }

  private static void addChildren(List<Path> homes, Path folder, String below) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> children = Files.list(folder)) {
      children.sorted().map(child -> child.resolve(below)).forEach(homes::add);
    } catch (IOException unreadable) {
      System.out.println("Cannot look for JDKs in " + folder + ": " + unreadable.getMessage());
    }
  }

  private static Optional<Jdk> at(Path home) {
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      return Optional.empty();
    }
    try {
      String version = declaredVersion(home.resolve("release"));
      if (version.isEmpty()) {
        version = printedVersion(home.resolve("bin/java"));
      }
      return version.isEmpty()
          ? Optional.empty()
          : Optional.of(new Jdk(home.toRealPath(), featureOf(version), version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String declaredVersion(Path release) throws IOException {
    if (!Files.isReadable(release)) {
      return "";
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(release)) {
      properties.load(in);
    }
    return properties.getProperty("JAVA_VERSION", "").replace("\"", "");
  }

  /** For those that come without a release file, as some old ones do; slow, so only for them. */
  private static String printedVersion(Path java) throws IOException {
    Process process =
        new ProcessBuilder(java.toString(), "-version").redirectErrorStream(true).start();
    try (InputStream in = process.getInputStream()) {
      Matcher version = PRINTED.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return version.find() ? version.group(1) : "";
    }
  }

  private static int featureOf(String version) {
    String[] parts = version.split("[^0-9]+");
    return Integer.parseInt(parts[0].equals("1") ? parts[1] : parts[0]);
  }
}
