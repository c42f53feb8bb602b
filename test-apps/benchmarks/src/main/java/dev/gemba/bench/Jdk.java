package dev.gemba.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A JDK that is measured.
 *
 * @param home where it is
 * @param feature its version, such as 17
 * @param description its version in full, such as {@code 17.0.15+6-Debian-1}
 * @param options of each JVM that is started
 */
record Jdk(Path home, int feature, String description, List<String> options) {

  static Jdk at(Path home) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                home.resolve("bin/java").toString(), "-XshowSettings:properties", "-version")
            .redirectErrorStream(true)
            .start();
    String settings = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return new Jdk(
        home,
        Integer.parseInt(setting(settings, "java.specification.version")),
        setting(settings, "java.runtime.version") + ", " + setting(settings, "java.vendor"),
        List.of());
  }

  private static String setting(String settings, String name) {
    return settings
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(name + " = "))
        .map(line -> line.substring(name.length() + 3))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("java tells no " + name + ": " + settings));
  }

  /** For what is only to be seen to run: without the compiler that such a run would wait for. */
  Jdk inHaste() {
    return new Jdk(home, feature, description, List.of("-XX:TieredStopAtLevel=1"));
  }

  String java() {
    return home.resolve("bin/java").toString();
  }

  String jcmd() {
    return home.resolve("bin/jcmd").toString();
  }
}
