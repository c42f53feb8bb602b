package dev.gemba.agent.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import one.profiler.AsyncProfiler;

/**
 * Loads async-profiler's library, which lies in Gemba's jar, from the first directory from which
 * this system lets code be run; the copy is deleted again. For one thread at a time.
 */
final class NativeLibrary {

  private static final String FILE = "libasyncProfiler.so";
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** Libraries of others that use the same signals and hooks as async-profiler does. */
  private static final List<String> OTHERS =
      List.of("libasyncProfiler", "libjavaProfiler", "libpyroscope", "liblagent");

  /** So that the own copy is not taken for another's. */
  private static final String OWN = "gemba-sampler-";

  private NativeLibrary() {}

  /**
   * Loads it.
   *
   * @param directories where to unpack it, tried one after the other
   * @throws ProfileException if none will do
   */
  static AsyncProfiler load(List<Path> directories) throws ProfileException {
    ClassLoader loader = NativeLibrary.class.getClassLoader();
    NativeAccess.giveTo(loader);
    String resource = platform() + "/" + FILE;
    List<String> problems = new ArrayList<>();
    for (Path directory : directories) {
      Path copy = null;
      try (InputStream in = loader.getResourceAsStream(resource)) {
        if (in == null) {
          throw new ProfileException("async-profiler has no library for this system: " + resource);
        }
        copy = Files.createTempFile(directory, OWN, ".so");
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        return AsyncProfiler.getInstance(copy.toString());
      } catch (IOException | UnsatisfiedLinkError | IllegalCallerException e) {
        problems.add(directory + ": " + e.getMessage());
      } finally {
        if (copy != null) {
          Scratch.delete(copy);
        }
      }
    }
    throw new ProfileException(
        "async-profiler's library cannot be loaded (" + String.join("; ", problems) + ")");
  }

  /** The library of another profiler that is loaded; null if none is, or that cannot be told. */
  static String otherProfiler() {
    try {
      for (String line : Files.readAllLines(MAPS, StandardCharsets.ISO_8859_1)) {
        String name = line.substring(line.lastIndexOf('/') + 1);
        if (!name.startsWith(OWN) && OTHERS.stream().anyMatch(name::startsWith)) {
          return name;
        }
      }
    } catch (IOException e) {
      // No Linux: whoever is there will say so when it is asked to start.
      return null;
    }
    return null;
  }

  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return "macos";
    }
    return switch (arch) {
      case "amd64", "x86_64" -> os + "-x64";
      case "aarch64" -> os + "-arm64";
      default -> os + "-" + arch;
    };
  }
}
