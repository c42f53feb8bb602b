package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is wrong with Gemba's configuration or surroundings, the application does not notice,
 * and a person is told.
 */
class BadConfigIT {

  private static final int CALLS = 1_000;
  private static final int EXIT_CODE = 42;
  private static final String GOOD_TARGET = "dev.gemba.zoo.Ending.work(..)";
  private static final Map<Jdk, Ended> WITHOUT_AGENT = new ConcurrentHashMap<>();

  @TempDir private Path directory;

  @OnEveryJdk
  void unknownKeyIsNamedWithTheNearestKnownOne(Jdk jdk) throws Exception {
    Ended ended = run(jdk, "service: it\npacks: []\ntargetz: []\n");
    assertTold(ended, "targetz", "targets", "gemba.yaml");
  }

  @OnEveryJdk
  void badYamlIsToldWithItsPlace(Jdk jdk) throws Exception {
    assertTold(run(jdk, "service: it\ntargets: [ {\n"), "gemba.yaml");
  }

  @OnEveryJdk
  void valueOfTheWrongKindIsToldWithItsKey(Jdk jdk) throws Exception {
    Ended ended =
        run(
            jdk,
            ConfigText.head()
                + "  - methods: "
                + ConfigText.quoted(GOOD_TARGET)
                + "\n    capture: loud\n");
    assertTold(ended, "capture", "loud", "timing");
  }

  @OnEveryJdk
  void missingFileIsNamed(Jdk jdk) throws Exception {
    Path missing = directory.resolve("nowhere.yaml");
    Ended ended = application(jdk).agent(Jars.gemba(), missing.toString()).run();
    assertTold(ended, "nowhere.yaml");
    assertUnharmed(ended, jdk);
  }

  @OnEveryJdk
  void directoryInPlaceOfAFileIsNamed(Jdk jdk) throws Exception {
    Path folder = Files.createDirectory(directory.resolve("folder.yaml"));
    Ended ended = application(jdk).agent(Jars.gemba(), folder.toString()).run();
    assertTold(ended, "folder.yaml");
    assertUnharmed(ended, jdk);
  }

  @OnEveryJdk
  void unreadableFileIsNamed(Jdk jdk) throws Exception {
    Unprivileged.permissions(directory, "rwxr-xr-x");
    assumeUnprivilegedRuns(jdk);
    Path secret =
        Files.writeString(directory.resolve("secret.yaml"), good(directory.resolve("out")));
    Unprivileged.permissions(secret, "---------");
    Ended ended = Unprivileged.run(application(jdk)).agent(Jars.gemba(), secret.toString()).run();
    assertTold(ended, "secret.yaml");
    assertUnharmed(ended, jdk);
  }

  @OnEveryJdk
  void badPatternIsToldAndTheGoodOnesWork(Jdk jdk) throws Exception {
    Path output = directory.resolve("out");
    Ended ended =
        run(
            jdk,
            ConfigText.head()
                + ConfigText.target("timing", "com.acme.((Broken")
                + ConfigText.target("timing", GOOD_TARGET)
                + "exporters:\n"
                + ConfigText.file(output));
    assertTold(ended, "com.acme.((Broken");
    assertCounted(output);
  }

  @OnEveryJdk
  void unknownExporterIsToldAndTheGoodOnesWork(Jdk jdk) throws Exception {
    Path output = directory.resolve("out");
    Ended ended = run(jdk, good(output) + "  carrier-pigeon: { coop: 1 }\n");
    assertTold(ended, "carrier-pigeon");
    assertCounted(output);
  }

  @OnEveryJdk
  void portInUseIsToldAndTheOtherExportersWork(Jdk jdk) throws Exception {
    Path output = directory.resolve("out");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Ended ended = run(jdk, good(output) + "  prometheus: { port: " + port + " }\n");
      assertTold(ended, "prometheus", "" + port);
    }
    assertCounted(output);
  }

  @OnEveryJdk
  void readOnlyDirectoryIsNamed(Jdk jdk) throws Exception {
    Unprivileged.permissions(directory, "rwxr-xr-x");
    assumeUnprivilegedRuns(jdk);
    Path output = Files.createDirectory(directory.resolve("readonly"));
    Unprivileged.permissions(output, "r-xr-xr-x");
    Ended ended = Unprivileged.run(application(jdk)).gemba(directory, good(output)).run();
    assertTold(ended, "readonly");
    assertUnharmed(ended, jdk);
  }

  @OnEveryJdk
  void fileInPlaceOfTheDirectoryIsNamed(Jdk jdk) throws Exception {
    Path output = Files.writeString(directory.resolve("occupied"), "not a directory");
    assertTold(run(jdk, good(output)), "occupied");
  }

  @OnEveryJdk
  void fullDiskIsTold(Jdk jdk) throws Exception {
    assumeThat(Unprivileged.isRoot()).as("only root may mount a tiny file system to fill").isTrue();
    Path output = Files.createDirectory(directory.resolve("tiny"));
    assumeThat(succeeds("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", output.toString()))
        .as("root may not mount here, as in most containers")
        .isTrue();
    try {
      Files.write(output.resolve("filler"), new byte[4096]);
      assertTold(run(jdk, good(output)), "tiny");
    } finally {
      succeeds("umount", output.toString());
    }
  }

  @OnEveryJdk
  void deviceThatIsFullIsTold(Jdk jdk) throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(full).as("a device where every write fails for want of space").exists();
    Path output = Files.createDirectory(directory.resolve("full"));
    Files.createSymbolicLink(output.resolve("metrics.jsonl"), full);
    assertTold(run(jdk, good(output)), "full");
  }

  private static String good(Path output) {
    return ConfigText.measuring(output, "timing", GOOD_TARGET);
  }

  private static ForkedJvm application(Jdk jdk) {
    return ForkedJvm.zooMain(jdk, "Ending", "" + CALLS, "exit");
  }

  private Ended run(Jdk jdk, String config) throws Exception {
    Ended ended = application(jdk).gemba(directory, config).run();
    assertUnharmed(ended, jdk);
    return ended;
  }

  private static void assertUnharmed(Ended ended, Jdk jdk) throws Exception {
    if (!WITHOUT_AGENT.containsKey(jdk)) {
      WITHOUT_AGENT.put(jdk, application(jdk).run().exitedWith(EXIT_CODE));
    }
    ended.sameAs(WITHOUT_AGENT.get(jdk)).sameErrorsAs(WITHOUT_AGENT.get(jdk));
  }

  /**
   * One thing is wrong, so one line at least has to name it in all these words, and there are not
   * many lines.
   */
  private static void assertTold(Ended ended, String... words) {
    assertThat(ended.gembaLines())
        .as("%s", ended)
        .anySatisfy(line -> assertThat(line).contains(words))
        .hasSizeLessThan(10);
  }

  private static void assertCounted(Path output) throws IOException {
    assertThat(ExportedMetrics.in(output).assertNoGembaErrors().calls("Ending.work"))
        .isEqualTo(CALLS);
  }

  private static void assumeUnprivilegedRuns(Jdk jdk) throws Exception {
    Ended plain = Unprivileged.run(application(jdk)).run();
    assumeThat(plain.exitCode())
        .as("an unprivileged user can run the application:%n%s", plain)
        .isEqualTo(EXIT_CODE);
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      new Output(command[0], process.getInputStream());
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }
}
