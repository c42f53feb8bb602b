package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {

  private static final Path SCRIPT = Path.of("src", "main", "dist", "gemba");

  @TempDir private Path temporary;

  private Path installed;

  /** Stands for the command line: prints what it was given. */
  static final class Echo {
    public static void main(String[] arguments) {
      for (String argument : arguments) {
        System.out.println("[" + argument + "]");
      }
      System.exit(arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]));
    }
  }

  private record Run(int exitCode, String out, String err) {}

  @BeforeEach
  void installInAnOddDirectory() throws IOException {
    Path directory = Files.createDirectories(temporary.resolve("odd 'directory' $HOME ü"));
    installed = Files.copy(SCRIPT, directory.resolve("gemba"));
    assertThat(installed.toFile().setExecutable(true)).isTrue();
    writeJar(directory.resolve("gemba.jar"));
  }

  @Test
  void isExecutableInTheSources() {
    assertThat(SCRIPT).isExecutable();
  }

  @Test
  void passesArgumentsAndExitCodeThrough() throws Exception {
    Run run = run(thisJava(), installed, "3", "two words", "", "*", "a'b\"c$d\\e");

    assertThat(run.out()).isEqualTo("[3]\n[two words]\n[]\n[*]\n[a'b\"c$d\\e]\n");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void findsTheJarThroughSymbolicLinks() throws Exception {
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    Path relative = Files.createSymbolicLink(bin.resolve("g"), bin.relativize(installed));
    Path absolute = Files.createSymbolicLink(temporary.resolve("gemba link"), relative);

    assertThat(run(thisJava(), absolute, "0").out()).isEqualTo("[0]\n");
  }

  @Test
  void isFoundOnThePath() throws Exception {
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "PATH",
            installed.getParent() + ":" + System.getenv("PATH"));

    assertThat(run(environment, "sh", "-c", "gemba 0").out()).isEqualTo("[0]\n");
  }

  @Test
  void takesTheJavaOfThePathIfThatOfJavaHomeIsTooOld() throws Exception {
    Path old = javaThatSays("openjdk version \"1.8.0_402\"");
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            old.toString(),
            "PATH",
            Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));

    assertThat(run(environment, installed.toString(), "0").out()).isEqualTo("[0]\n");
  }

  @Test
  void saysWhichJavaIsTooOld() throws Exception {
    Path old = javaThatSays("openjdk version \"11.0.2\" 2019-01-15");
    Run run = run(Map.of("JAVA_HOME", old.toString(), "PATH", toolsOnly()), installed.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("gemba: needs Java 17 or newer; found Java 11 at " + old + "/bin/java\n");
  }

  @Test
  void readsTheReleaseWithoutStartingTheJava() throws Exception {
    Path old = javaThatSays("started");
    Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"1.8.0_1\"\n");
    Run run = run(Map.of("JAVA_HOME", old.toString(), "PATH", toolsOnly()), installed.toString());

    assertThat(run.err()).contains("found Java 8 at");
  }

  @Test
  void saysThatThereIsNoJava() throws Exception {
    Run run = run(Map.of("PATH", toolsOnly()), installed.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "gemba: needs Java 17 or newer; found none: JAVA_HOME is not set, and there is no java"
                + " on the PATH\n");
  }

  @Test
  void mentionsThatAttachNeedsAJdk() throws Exception {
    Path small = javaThatSays("started");
    Files.writeString(
        small.resolve("release"), "JAVA_VERSION=\"21\"\nMODULES=\"java.base java.logging\"\n");
    Map<String, String> environment = Map.of("JAVA_HOME", small.toString(), "PATH", toolsOnly());

    assertThat(run(environment, installed.toString(), "attach", "7").err())
        .contains("started", "has no module jdk.attach", "set JAVA_HOME to a JDK");
    assertThat(run(environment, installed.toString(), "status", "7").err())
        .doesNotContain("jdk.attach");
  }

  @Test
  void saysWhereTheJarIsMissing() throws Exception {
    Files.delete(installed.resolveSibling("gemba.jar"));

    Run run = run(thisJava(), installed);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("found no gemba.jar in " + installed.getParent().toRealPath());
  }

  private static Map<String, String> thisJava() {
    return Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", System.getenv("PATH"));
  }

  private Path javaThatSays(String version) throws IOException {
    Path home = Files.createDirectories(temporary.resolve("jdk"));
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho '" + version + "' >&2\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }

  /** A PATH with what the script may use, and no Java. */
  private String toolsOnly() throws IOException {
    Path tools = Files.createDirectories(temporary.resolve("tools"));
    for (String tool : List.of("sed", "grep", "readlink")) {
      Path real = Files.exists(Path.of("/bin", tool)) ? Path.of("/bin") : Path.of("/usr/bin");
      Files.createSymbolicLink(tools.resolve(tool), real.resolve(tool));
    }
    return tools.toString();
  }

  private static Run run(Map<String, String> environment, Path command, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(0, command.toString());
    return run(environment, all.toArray(String[]::new));
  }

  private static Run run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, err);
  }

  private static void writeJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
    String entry = Echo.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream bytes = Echo.class.getResourceAsStream("/" + entry)) {
      out.putNextEntry(new JarEntry(entry));
      bytes.transferTo(out);
    }
  }
}
