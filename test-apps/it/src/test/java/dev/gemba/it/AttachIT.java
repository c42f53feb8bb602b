package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code gemba attach}: into JVMs that were started without Gemba. */
class AttachIT {

  private static final String LABOUR = "dev.gemba.zoo.live.Labour.";
  private static final String GUEST = "dev.gemba.zoo.live.Guest.twice(..)";

  @TempDir private Path directory;
  private Path output;
  private Path config;

  @BeforeEach
  void nameFiles() {
    output = directory.resolve("out");
    config = directory.resolve("gemba.yaml");
  }

  private String configured(String... patterns) throws Exception {
    return Files.writeString(config, ConfigText.measuring(output, "timing", patterns)).toString();
  }

  @OnEveryJdk
  void countsEveryCallOfLoadedAndOfNewClassesFromThenOn(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 3, 2))) {
      live.go();
      Map<String, Long> before = live.counts();

      assertThat(gemba.good("attach", live.pid(), "--config", configured(LABOUR + "*(..)", GUEST)))
          .contains("attached to " + live.pid(), "2 classes", output.toString());
      live.go();
      Thread.sleep(1_500);
      Map<String, Long> after = live.counts();
      gemba.good("detach", live.pid());

      ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
      assertThat(metrics.calls("Labour.alpha")).isEqualTo(gain(before, after, "alpha"));
      assertThat(metrics.calls("Labour.beta")).isEqualTo(gain(before, after, "beta"));
      assertThat(metrics.calls("Labour.gamma")).isEqualTo(gain(before, after, "gamma"));
      assertThat(metrics.calls("Labour.gamma", "java.lang.IllegalStateException"))
          .isEqualTo(gain(before, after, "failures"));
      assertThat(metrics.calls("Guest.twice")).isEqualTo(gain(before, after, "guest"));
      live.go();
      live.quit();
    }
  }

  @OnEveryJdk
  void comesInWhileThousandsOfClassesAreLoadedASecond(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 2, 3, 1_000))) {
      gemba.good("attach", live.pid(), "--config", configured(LABOUR + "*(..)", GUEST));
      Map<String, Long> before = live.counts();
      long already = AgentSocket.calls(live.jvm().pid(), "Guest.twice");
      live.go();
      Thread.sleep(1_500);
      Map<String, Long> after = live.counts();
      assertThat(live.ask("deadlock")).isEqualTo("false");
      assertThat(AgentSocket.calls(live.jvm().pid(), "Guest.twice") - already)
          .as("new classes are woven before their first call")
          .isEqualTo(gain(before, after, "guest"));
      gemba.good("detach", live.pid());

      ExportedMetrics.in(output).assertNoGembaErrors();
      live.go();
      live.quit();
    }
  }

  private static long gain(Map<String, Long> before, Map<String, Long> after, String what) {
    assertThat(after.get(what)).as(what).isGreaterThan(before.get(what));
    return after.get(what) - before.get(what);
  }

  @OnEveryJdk
  void secondAttachGivesAnotherConfigAndDoublesNothing(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 2, 0))) {
      Map<String, Long> before = live.counts();
      gemba.good("attach", live.pid(), "--config", configured(LABOUR + "alpha(..)"));
      String other = configured(LABOUR + "alpha(..)", LABOUR + "beta(..)");

      assertThat(gemba.good("attach", live.pid(), "--config", other))
          .contains("re-configured " + live.pid(), "1 class with 2 methods");
      live.go();
      Thread.sleep(500);
      Map<String, Long> after = live.counts();

      assertThat(gemba.good("ps")).containsPattern(live.pid() + " .* 0\\.1\\.0 +dev.gemba.zoo");
      gemba.good("detach", live.pid());
      ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
      assertThat(metrics.calls("Labour.alpha")).isEqualTo(gain(before, after, "alpha"));
      assertThat(metrics.calls("Labour.beta")).isEqualTo(gain(before, after, "beta"));
      live.go();
      live.quit();
    }
  }

  @OnEveryJdk
  void brokenConfigWeavesWhatIsNotInDoubtAndIsToldByTheCommandToo(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    Files.writeString(
        config,
        ConfigText.head()
            + ConfigText.target("timing", LABOUR + "alpha(..)")
            + ConfigText.target("often", LABOUR + "beta(..)"));
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 1, 0))) {
      assertThat(gemba.good("attach", live.pid(), "--config", config.toString()))
          .contains("1 class with 1 method", "targets[1].capture: found 'often'");
      live.quit();
    }
  }

  @OnEveryJdk
  void saysWhatStandsInTheWayAndWhatHelps(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    assertThat(gemba.run("attach", "4194305").exitedWith(4).stderr())
        .contains("found no process 4194305", "gemba ps");
    assertThat(gemba.run("detach", "4194305").exitedWith(4).stderr())
        .contains("found no process 4194305");
    Process none = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(gemba.run("attach", "" + none.pid()).exitedWith(4).stderr()).contains("is no JVM");
      assertThat(none.isAlive()).as("a process that is no JVM goes on").isTrue();
    } finally {
      none.destroy();
    }
    try (LiveJvm closed =
        LiveJvm.start(LiveJvm.on(jdk, 1, 0).options("-XX:+DisableAttachMechanism"))) {
      assertThat(gemba.run("attach", closed.pid()).exitedWith(4).stderr())
          .contains("restart it without", "-javaagent");
    }
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 1, 0))) {
      assertThat(gemba.run("status", live.pid()).exitedWith(4).stderr())
          .contains("found no Gemba in process " + live.pid(), "gemba attach " + live.pid());
      assertThat(gemba.run("attach", live.pid(), "--config", "none.yaml").exitedWith(2).stderr())
          .contains("none.yaml: found no such file");
      live.quit();
    }
    if (jdk.feature() >= 21) {
      try (LiveJvm strict =
          LiveJvm.start(LiveJvm.on(jdk, 1, 0).options("-XX:-EnableDynamicAgentLoading"))) {
        assertThat(gemba.run("attach", strict.pid()).exitedWith(4).stderr())
            .contains("JEP 451", "-XX:+EnableDynamicAgentLoading");
      }
    }
  }

  @OnEveryJdk
  void anotherUserIsKeptOutOfTheJvmAndOfItsControlChannel(Jdk jdk) throws Exception {
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 1, 0))) {
      new GembaCli(jdk).good("attach", live.pid(), "--config", configured(LABOUR + "alpha(..)"));
      if (Unprivileged.isRoot()) {
        ForkedJvm attach = Unprivileged.run(new GembaCli(jdk).jvm("attach", live.pid()));
        assertThat(attach.run().exitedWith(4).stderr())
            .contains("belongs to root, and you are", "sudo -u root");
        ForkedJvm status = Unprivileged.run(new GembaCli(jdk).jvm("status", live.pid()));
        status.run().exitedWith(4);
      }
      Path socket = AgentSocket.of(live.jvm().pid());
      assertThat(Files.getPosixFilePermissions(socket.getParent()).toString())
          .doesNotContain("GROUP", "OTHERS");
      live.quit();
      assertThat(socket).as("the socket of a JVM that has ended").doesNotExist();
    }
  }

  @OnEveryJdk
  void worksBesideARecordingOfFlightRecorder(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    Path recording = directory.resolve("app.jfr");
    try (LiveJvm live =
        LiveJvm.start(
            LiveJvm.on(jdk, 2, 1)
                .options("-XX:StartFlightRecording=settings=profile,filename=" + recording))) {
      Map<String, Long> before = live.counts();
      gemba.good("attach", live.pid(), "--config", configured(LABOUR + "alpha(..)"));
      live.go();
      Thread.sleep(500);
      Map<String, Long> after = live.counts();
      gemba.good("detach", live.pid());
      assertThat(ExportedMetrics.in(output).assertNoGembaErrors().calls("Labour.alpha"))
          .isEqualTo(gain(before, after, "alpha"));
      live.go();
      live.quit();
    }
    assertThat(recording).isNotEmptyFile();
  }
}
