package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code gemba detach}: nothing is left. */
class DetachIT {

  private static final String LABOUR = "dev.gemba.zoo.live.Labour";
  private static final String STAYING = "dev.gemba.zoo.live.Staying";
  private static final String DIRECTIVES = "Compiler.directives_print";
  private static final String THEIRS =
      "[{ match: \"com/example/Theirs.*\", c2: { Exclude: true } }]\n";

  @TempDir private Path directory;
  private Path output;
  private Path config;

  @BeforeEach
  void nameFiles() {
    output = directory.resolve("out");
    config = directory.resolve("gemba.yaml");
  }

  private String configured(int port) throws Exception {
    return Files.writeString(
            config,
            "sampling: { keep: 100% }\n"
                + ConfigText.measuring(
                    output, "span", LABOUR + ".*(..)", STAYING + ".*(..)", STAYING + ".new(..)")
                + "  prometheus: { port: "
                + port
                + " }\n")
        .toString();
  }

  @OnEveryJdk
  void leavesTheJvmAsItWas(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    int port = FreePort.next();
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 2, 1).options(HeldBytecode.options()))) {
      HeldBytecode held = new HeldBytecode(live.jvm());
      assertThat(live.ask("stay")).isEqualTo("3");
      String labour = held.of(LABOUR);
      String staying = held.of(STAYING);
      assertThat(live.ask("leave")).isEqualTo("3");

      live.counts();
      gemba.good("attach", live.pid(), "--config", configured(port));
      Map<String, Long> before = live.counts();
      assertThat(held.of(LABOUR)).as("woven").isNotEqualTo(labour);
      assertThat(live.ask("stay")).isEqualTo("3");
      assertThat(live.ask("watch")).isEqualTo("IsolatedLoader");
      live.go();
      Thread.sleep(500);
      Map<String, Long> after = live.counts();
      Path socket = AgentSocket.of(live.jvm().pid());
      assertThat(socket).exists();
      assertThat(isOpen(port)).isTrue();

      assertThat(gemba.good("detach", live.pid())).contains("2 classes are as they were");

      assertThat(held.of(LABOUR)).isEqualTo(labour);
      assertThat(held.of(STAYING)).isEqualTo(staying);
      assertThat(live.ask("leave")).as("frames that were woven end well").isEqualTo("3");
      assertThat(live.jvm().tool("jcmd", "Thread.print")).doesNotContain("\"gemba-");
      assertThat(isOpen(port)).isFalse();
      assertThat(socket).doesNotExist();
      assertThat(live.ask("gone")).as("the agent's class loader").isEqualTo("true");
      assertThat(live.jvm().tool("jcmd", "GC.class_histogram"))
          .doesNotContain("dev.gemba.agent", "net.bytebuddy", "com.fasterxml");
      ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
      assertThat(metrics.calls("Labour.alpha")).isEqualTo(after.get("alpha") - before.get("alpha"));
      live.go();
      live.quit();
    }
  }

  /** The second compiler is left to the application; and its directives to whoever has some. */
  @OnEveryJdk
  void takesItsCompilerDirectiveWithIt(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 1, 0))) {
      String before = live.jvm().tool("jcmd", DIRECTIVES);
      gemba.good("attach", live.pid(), "--config", configured(FreePort.next()));
      List<String> ofGemba = awaitDirective(live.jvm());
      assertThat(ofGemba).hasSizeGreaterThan(3).allSatisfy(DetachIT::assertNamesClassesOfGemba);
      gemba.good("detach", live.pid());
      assertThat(withoutPid(live.jvm().tool("jcmd", DIRECTIVES))).isEqualTo(withoutPid(before));

      Path theirs = Files.writeString(directory.resolve("theirs.json"), THEIRS);
      gemba.good("attach", live.pid(), "--config", configured(FreePort.next()));
      awaitDirective(live.jvm());
      live.jvm().tool("jcmd", "Compiler.directives_add", theirs.toString());
      gemba.good("detach", live.pid());
      assertThat(live.jvm().tool("jcmd", DIRECTIVES)).contains("com/example/Theirs.*");
      live.quit();
      assertThat(live.jvm().stdoutSoFar()).doesNotContain("xclud");
    }
  }

  private static String withoutPid(String print) {
    return print.replaceFirst("^\\d+:\\s*", "");
  }

  /** Patterns of methods of the newest one, once it is Gemba's. */
  private static List<String> awaitDirective(RunningJvm jvm) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      String print = jvm.tool("jcmd", DIRECTIVES);
      Matcher newest = Pattern.compile(" matching: (.*)").matcher(print);
      if (newest.find() && newest.group(1).contains("dev/gemba/")) {
        assertThat(print).contains("Exclude:true");
        return List.of(newest.group(1).split(", "));
      }
      assertThat(System.nanoTime()).as("%s", print).isLessThan(deadline);
      Thread.sleep(200);
    }
  }

  private static void assertNamesClassesOfGemba(String pattern) throws IOException {
    String name = pattern.replace("*.*", "");
    try (JarFile jar = new JarFile(Jars.gemba().toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .as(pattern)
          .anyMatch(entry -> entry.contains("/" + name));
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  @OnEveryJdk
  void undoesAStartWithTheJvmTooAndCanComeAgain(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    String own;
    try (LiveJvm bare = LiveJvm.start(LiveJvm.on(jdk, 1, 0).options(HeldBytecode.options()))) {
      own = new HeldBytecode(bare.jvm()).of(LABOUR);
      bare.quit();
    }
    try (LiveJvm live =
        LiveJvm.start(
            LiveJvm.on(jdk, 2, 0)
                .options(HeldBytecode.options())
                .agent(Jars.gemba(), configured(FreePort.next())))) {
      HeldBytecode held = new HeldBytecode(live.jvm());
      assertThat(held.of(LABOUR)).isNotEqualTo(own);
      gemba.good("detach", live.pid());
      assertThat(held.of(LABOUR))
          .as("bytecode of a class that was woven when it was loaded")
          .isEqualTo(own);

      Map<String, Long> before = live.counts();
      output = directory.resolve("again");
      gemba.good("attach", live.pid(), "--config", configured(FreePort.next()));
      live.go();
      Thread.sleep(300);
      Map<String, Long> after = live.counts();
      gemba.good("detach", live.pid());
      assertThat(ExportedMetrics.in(output).assertNoGembaErrors().calls("Labour.beta"))
          .isEqualTo(after.get("beta") - before.get("beta"));
      live.go();
      live.quit();
    }
  }
}
