package dev.gemba.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObstacleTest {

  /** A process that is a JVM for sure. */
  private static final long PID = ProcessHandle.current().pid();

  private static JvmProcess process(String user, String java, String... arguments) {
    return new JvmProcess(PID, user, java, List.of(arguments), null);
  }

  private static String before(JvmProcess process) {
    return Obstacle.before(PID, process, "ann", Path.of("/"));
  }

  @Test
  void nothingStandsInTheWayOfTheSameUsersJvm() {
    assertThat(before(process("ann", "17.0.15", "-jar", "shop.jar"))).isNull();
    assertThat(before(process(null, null))).as("what is not known is tried").isNull();
    assertThat(Obstacle.before(PID, process("bob", "25"), "root", Path.of("/"))).isNull();
  }

  @Test
  void eachObstacleIsNamedWithWhatHelps() {
    assertThat(Obstacle.before(4711, null, "ann")).contains("no process 4711", "gemba ps");
    assertThat(before(process("bob", "17")))
        .contains("belongs to bob, and you are ann", "sudo -u bob");
    assertThat(before(process("ann", "1.8.0_504"))).contains("Java 1.8.0_504", "needs 17");
    assertThat(before(process("ann", "11.0.24"))).contains("Java 11.0.24");
    assertThat(before(process("ann", "17", "-XX:+DisableAttachMechanism")))
        .contains("restart it without", "-javaagent:gemba.jar=gemba.yaml");
    assertThat(before(process("ann", "21", "-XX:-EnableDynamicAgentLoading")))
        .contains("JEP 451", "-XX:+EnableDynamicAgentLoading");
    assertThat(Obstacle.before(PID, process("ann", "17"), "ann", Path.of("/no/such/gemba.jar")))
        .contains("does not see /no/such/gemba.jar", "docker exec", "nsenter -t " + PID);
  }

  @Test
  void failureOfTheAttemptIsPutIntoWordsThatHelp() {
    JvmProcess process = process("ann", "21");

    assertThat(
            Obstacle.after(process, new IOException("Dynamic agent loading is not enabled. Use …")))
        .contains("JEP 451", "-XX:+EnableDynamicAgentLoading");
    assertThat(
            Obstacle.after(process, new IOException("Unable to open socket file: doesn't respond")))
        .contains("-XX:+DisableAttachMechanism or -Xrs", "temporary files");
    assertThat(Obstacle.after(process, new IOException("well-known file is not secure")))
        .contains("only its own user");
    assertThat(Obstacle.after(process, new IllegalStateException("whatever")))
        .contains("could not be attached to: whatever");
  }

  @Test
  void mainClassIsFoundBehindTheOptions() {
    assertThat(process("a", "17", "-Xmx1g", "-cp", "x.jar", "com.acme.Main", "-jar").main())
        .isEqualTo("com.acme.Main");
    assertThat(process("a", "17", "-ea", "-jar", "/opt/shop/shop.jar", "serve").main())
        .isEqualTo("shop.jar");
    assertThat(process("a", "17", "-p", "mods", "-m", "com.acme/com.acme.Main").main())
        .isEqualTo("com.acme.Main");
    assertThat(process("a", "17", "@options", "Main").main()).isEqualTo("Main");
    assertThat(process("a", "17").main()).isNull();
  }

  @Test
  void thisProcessIsFoundAsWhatItIs() {
    JvmProcess self = JvmProcess.of(PID).orElseThrow();

    assertThat(self.feature()).isEqualTo(Runtime.version().feature());
    assertThat(self.mayBeJvm()).isTrue();
    assertThat(ControlSocket.of(PID)).isNull();
    assertThat(JvmProcess.of(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void whatIsNoJvmIsSparedTheSignal() throws IOException {
    Process sleeping = new ProcessBuilder("sleep", "60").start();
    try {
      JvmProcess process = JvmProcess.of(sleeping.pid()).orElseThrow();
      assertThat(Obstacle.before(sleeping.pid(), process, process.user())).contains("is no JVM");
    } finally {
      sleeping.destroy();
    }
  }
}
