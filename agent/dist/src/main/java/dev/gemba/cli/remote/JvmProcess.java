package dev.gemba.cli.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can be known of a process without attaching to it. Immutable.
 *
 * @param user whose it is; null if unknown
 * @param java version of its JDK, by the files of that JDK; null if unknown
 * @param arguments of the command line, without the program; empty if unknown
 * @param started null if unknown
 */
public record JvmProcess(
    long pid, String user, String java, List<String> arguments, Instant started) {

  private static final Path PROC = Path.of("/proc");
  private static final int SIGQUIT = 3;

  /** Options of the launcher whose value is the next word. */
  private static final Set<String> TAKING_A_VALUE =
      Set.of(
          "-cp",
          "-classpath",
          "--class-path",
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--add-reads",
          "--add-exports",
          "--add-opens",
          "--limit-modules",
          "--patch-module",
          "--enable-native-access",
          "--source");

  public JvmProcess {
    arguments = List.copyOf(arguments);
  }

  /** A process that is alive. */
  public static Optional<JvmProcess> of(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(JvmProcess::read);
  }

  private static JvmProcess read(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return new JvmProcess(
        process.pid(),
        info.user().orElse(null),
        javaVersion(process),
        arguments(process),
        info.startInstant().orElse(null));
  }

  private static List<String> arguments(ProcessHandle process) {
    try {
      // Whole; what ProcessHandle tells is cut off at the length of a page.
      byte[] line = Files.readAllBytes(PROC.resolve(process.pid() + "/cmdline"));
      List<String> words = List.of(new String(line, StandardCharsets.UTF_8).split("\0"));
      return words.subList(Math.min(1, words.size()), words.size());
    } catch (IOException notLinux) {
      return process.info().arguments().map(Arrays::asList).orElse(List.of());
    }
  }

  private static String javaVersion(ProcessHandle process) {
    String command = process.info().command().orElse(null);
    if (command == null) {
      return null;
    }
    Path home = Path.of(command).getParent().getParent();
    if (home == null) {
      return null;
    }
    Path inside = PROC.resolve(process.pid() + "/root" + home.resolve("release"));
    try (var in =
        Files.newInputStream(Files.isReadable(inside) ? inside : home.resolve("release"))) {
      Properties release = new Properties();
      release.load(in);
      String version = release.getProperty("JAVA_VERSION");
      return version == null ? null : version.replace("\"", "");
    } catch (IOException unknown) {
      return null;
    }
  }

  /** The feature release of its JDK; 0 if unknown. */
  int feature() {
    if (java == null) {
      return 0;
    }
    String[] parts = java.split("[^0-9]+");
    try {
      return Integer.parseInt(parts[0].equals("1") && parts.length > 1 ? parts[1] : parts[0]);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether the command line has an option. */
  boolean hasOption(String option) {
    return arguments.contains(option);
  }

  /** Its namespace of a kind is another one than ours: it is in a container, or we are. */
  boolean isElsewhere(String namespace) {
    try {
      Path own = Files.readSymbolicLink(PROC.resolve("self/ns/" + namespace));
      return !own.equals(Files.readSymbolicLink(PROC.resolve(pid + "/ns/" + namespace)));
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /**
   * Whether a JVM runs in it, as far as can be known. To attach is to send a signal first, which
   * would kill any other process that does not expect it.
   */
  boolean mayBeJvm() {
    try (Stream<String> mapped = Files.lines(PROC.resolve(pid + "/maps"))) {
      return mapped.anyMatch(line -> line.endsWith("/libjvm.so"));
    } catch (IOException | UncheckedIOException unknown) {
      return catchesSigquit();
    }
  }

  private boolean catchesSigquit() {
    try (Stream<String> status = Files.lines(PROC.resolve(pid + "/status"))) {
      return status
          .filter(line -> line.startsWith("SigCgt:"))
          .map(line -> new BigInteger(line.substring("SigCgt:".length()).strip(), 16))
          .allMatch(caught -> caught.testBit(SIGQUIT - 1));
    } catch (IOException | UncheckedIOException | NumberFormatException notLinux) {
      return true;
    }
  }

  /** Whether it finds a file at a path of ours. */
  boolean sees(Path file) {
    Path root = PROC.resolve(pid + "/root");
    return !Files.isReadable(root) || Files.exists(root.resolve(file.toString().substring(1)));
  }

  /** What was started: the main class, or the jar's name; null if unknown. */
  public String main() {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("-jar") || word.equals("-m") || word.equals("--module")) {
        return i + 1 < arguments.size() ? fileName(arguments.get(i + 1)) : null;
      }
      if (TAKING_A_VALUE.contains(word)) {
        i++;
      } else if (!word.startsWith("-") && !word.startsWith("@")) {
        return word;
      }
    }
    return null;
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
