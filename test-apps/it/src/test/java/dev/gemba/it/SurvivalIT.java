package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to an agent that comes and goes: other agents, debuggers, and clients that die. */
class SurvivalIT {

  private static final String LABOUR = "dev.gemba.zoo.live.Labour";

  /** {@code -Dgemba.it.cycles=200} for the whole of it. */
  private static final int CYCLES = Integer.getInteger("gemba.it.cycles", 8);

  @TempDir private Path directory;
  private Path output;
  private Path config;

  @BeforeEach
  void nameFiles() throws Exception {
    output = directory.resolve("out");
    config = directory.resolve("gemba.yaml");
    Files.writeString(
        config,
        ConfigText.measuring(
            output, "timing", LABOUR + ".*(..)", "dev.gemba.zoo.live.Guest.*(..)"));
  }

  /** On the newest JDK; with other agents, and on all JDKs, {@link OtherAgentsIT}. */
  @Test
  void anotherAgentGoesOnWhicheverCameFirst() throws Exception {
    Jdk jdk = Jdks.newest();
    GembaCli gemba = new GembaCli(jdk);
    String[] quiet = {
      "-Dotel.metrics.exporter=none",
      "-Dotel.traces.exporter=none",
      "-Dotel.logs.exporter=none",
      "-Dotel.javaagent.logging=none"
    };
    Path other = Jars.thirdParty("opentelemetry-javaagent.jar");
    List<ForkedJvm> orders =
        List.of(
            LiveJvm.on(jdk, 1, 1).agent(Jars.gemba(), config.toString()).agent(other, ""),
            LiveJvm.on(jdk, 1, 1).agent(other, "").agent(Jars.gemba(), config.toString()),
            LiveJvm.on(jdk, 1, 1).agent(other, ""));
    for (ForkedJvm order : orders) {
      try (LiveJvm live = LiveJvm.start(order.options(quiet))) {
        Map<String, Long> before = live.counts();
        if (order.equals(orders.get(2))) {
          gemba.good("attach", live.pid(), "--config", config.toString());
        } else {
          before = Map.of("alpha", 0L);
        }
        live.go();
        Thread.sleep(500);
        Map<String, Long> after = live.counts();

        assertThat(gemba.good("detach", live.pid())).contains("as they were");

        assertThat(ExportedMetrics.in(output).assertNoGembaErrors().calls("Labour.alpha"))
            .isEqualTo(after.get("alpha") - before.get("alpha"));
        assertThat(live.jvm().tool("jcmd", "GC.class_histogram")).contains("io.opentelemetry");
        live.go();
        live.quit();
      }
      deleteOutput();
    }
  }

  private void deleteOutput() throws Exception {
    try (var files = Files.walk(output)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @OnEveryJdk
  void clientsThatAreKilledHarmNothing(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    Random random = new Random(9);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 2, 1))) {
      List<String[]> commands =
          List.of(
              new String[] {"attach", live.pid(), "--config", config.toString()},
              new String[] {"status", live.pid()},
              new String[] {"targets", live.pid()},
              new String[] {"top", live.pid(), "--json"},
              new String[] {"reload", live.pid()},
              new String[] {"detach", live.pid()});
      for (int round = 0; round < 2; round++) {
        for (String[] command : commands) {
          try (RunningJvm client = gemba.jvm(command).start()) {
            assertThat(client.pid()).isPositive();
            Thread.sleep(100 + random.nextInt(600));
          }
        }
      }
      // A detach that was asked for is done to the end, whoever asked.
      gemba.good("attach", live.pid(), "--config", config.toString());
      assertThat(gemba.good("status", live.pid())).contains("1 target");
      assertThat(live.ask("deadlock")).isEqualTo("false");
      gemba.good("detach", live.pid());
      live.counts();
      live.go();
      live.quit();
    }
  }

  @OnEveryJdk
  void commandsEndWithTheJvmThatTheyTalkTo(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 1, 0))) {
      gemba.good("attach", live.pid(), "--config", config.toString());
      try (RunningJvm top = gemba.jvm("top", live.pid(), "--interval", "0.5").start()) {
        top.awaitOutput("Labour.alpha", java.time.Duration.ofSeconds(30));
        live.quit();
        Ended ended = top.end(java.time.Duration.ofSeconds(30)).exitedWith(4);
        assertThat(ended.stderr()).contains("gemba top: process " + live.pid() + " has ended");
      }
    }
    try (LiveJvm stopped = LiveJvm.start(LiveJvm.on(jdk, 1, 0));
        RunningJvm attach =
            gemba.jvm("attach", stopped.pid(), "--config", config.toString()).start()) {
      stopped.jvm().terminate();
      Ended ended = attach.end(java.time.Duration.ofSeconds(60)).exitedWith(4);
      assertThat(ended.stderr()).contains(stopped.pid());
    }
  }

  @OnEveryJdk
  void debuggerThatHoldsAWovenMethodIsLeftInPeace(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 2, 0).options(HeldBytecode.options()))) {
      com.sun.jdi.VirtualMachine debugger = new HeldBytecode(live.jvm()).connect();
      var hit = hitGamma(debugger);

      gemba.good("attach", live.pid(), "--config", config.toString());
      hit.resume();
      TimeUnit.MILLISECONDS.sleep(300);
      assertThat(gemba.good("detach", live.pid())).contains("1 class is as it was");
      debugger.dispose();

      assertThat(ExportedMetrics.in(output).assertNoGembaErrors().calls("Labour.gamma"))
          .isPositive();
      live.quit();
    }
  }

  /**
   * Has the debugger hold a thread at the beginning of a method. It was seen once that a breakpoint
   * was passed by for half a minute (JDK 17, before any agent came), so there are several tries.
   */
  private static com.sun.jdi.event.EventSet hitGamma(com.sun.jdi.VirtualMachine debugger)
      throws InterruptedException {
    var method = debugger.classesByName(LABOUR).get(0).methodsByName("gamma").get(0);
    com.sun.jdi.event.EventSet hit = null;
    for (int tries = 0; hit == null && tries < 3; tries++) {
      debugger.eventRequestManager().deleteAllBreakpoints();
      var breakpoint = debugger.eventRequestManager().createBreakpointRequest(method.location());
      breakpoint.setSuspendPolicy(com.sun.jdi.request.EventRequest.SUSPEND_EVENT_THREAD);
      breakpoint.addCountFilter(1);
      breakpoint.enable();
      hit = debugger.eventQueue().remove(10_000);
    }
    assertThat(hit).isNotNull();
    return hit;
  }

  @OnEveryJdk
  void comesAndGoesAgainAndAgainWithoutATrace(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 1, 0).options("-Xmx256m"))) {
      int settled = Math.max(5, CYCLES / 5);
      long descriptors = 0;
      long threads = 0;
      long metaspace = 0;
      for (int cycle = 1; cycle <= CYCLES; cycle++) {
        gemba.good("attach", live.pid(), "--config", config.toString());
        live.ask("watch");
        gemba.good("detach", live.pid());
        if (cycle == settled) {
          descriptors = descriptors(live);
          threads = threads(live);
          metaspace = metaspaceKilobytes(live);
        }
      }
      assertThat(live.ask("gone")).isEqualTo("true");
      System.out.printf(
          "After %d and %d cycles on %s: %d and %d descriptors, %d and %d threads, %d and %d kB of"
              + " metaspace%n",
          settled,
          CYCLES,
          jdk,
          descriptors,
          descriptors(live),
          threads,
          threads(live),
          metaspace,
          metaspaceKilobytes(live));
      assertThat(descriptors(live)).isLessThanOrEqualTo(descriptors + 1);
      assertThat(threads(live)).isLessThanOrEqualTo(threads);
      // One agent's classes take 6 MB: none of them may have stayed.
      assertThat(metaspaceKilobytes(live)).isLessThan(metaspace + 3_000);
      live.counts();
      live.go();
      live.quit();
    }
  }

  @OnEveryJdk
  void leavesInTheMiddleOfComingIn(Jdk jdk) throws Exception {
    GembaCli gemba = new GembaCli(jdk);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 1, 0))) {
      for (int i = 0; i < 6; i++) {
        try (RunningJvm attach =
            gemba.jvm("attach", live.pid(), "--config", config.toString()).start()) {
          detachAsSoonAsItListens(live);
          assertThat(live.ask("gone")).as("the class loader of attach %d", i).isEqualTo("true");
          assertThat(attach.pid()).isPositive();
        }
      }
      gemba.good("attach", live.pid(), "--config", config.toString());
      assertThat(gemba.good("detach", live.pid())).contains("1 class is as it was");
      live.counts();
      live.go();
      live.quit();
    }
  }

  private static void detachAsSoonAsItListens(LiveJvm live) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        AgentSocket.ask(live.jvm().pid(), "are you there?");
        live.ask("watch");
        AgentSocket.ask(live.jvm().pid(), "detach");
        return;
      } catch (java.io.IOException notYet) {
        assertThat(System.nanoTime() - until).as("%s", live.jvm()).isNegative();
        Thread.onSpinWait();
      }
    }
  }

  private static long descriptors(LiveJvm live) throws Exception {
    try (var files = Files.list(Path.of("/proc/" + live.pid() + "/fd"))) {
      return files.count();
    }
  }

  private static long threads(LiveJvm live) throws Exception {
    String print = live.jvm().tool("jcmd", "Thread.print");
    // The JVM starts and ends compiler threads of its own as it likes.
    return print.lines().filter(l -> l.startsWith("\"") && !l.contains("Compiler")).count();
  }

  private static long metaspaceKilobytes(LiveJvm live) throws Exception {
    return Long.parseLong(live.ask("metaspace"));
  }
}
