package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the agent says that it costs, and what an experiment says. */
class OverheadIT {

  private static final Duration TO_ACT = Duration.ofSeconds(60);
  private static final String TINY = "TooHot.Watched.tiny";

  @TempDir private Path directory;
  private Path output;

  @BeforeEach
  void nameFiles() {
    output = directory.resolve("out");
  }

  /** A method of some nanoseconds that is timed at each call: most of the CPU is Gemba's. */
  private RunningJvm start(Jdk jdk) throws Exception {
    // What is asked here is the price of calls, and to begin to sample costs a tenth of a second.
    String config =
        ConfigText.measuring(output, "timing", "dev.gemba.zoo.TooHot$Watched.*(..)")
            + "profile: off\n";
    return ForkedJvm.zooMain(jdk, "TooHot").gemba(directory, config).start();
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void measuresByExperimentAndLeavesEverythingAsItWas(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk)) {
      awaitLevel(jvm, "timing");

      Ended ended = new GembaCli(jdk).run("overhead", "" + jvm.pid(), "--measure", "15s", "--json");

      JsonNode truth = new com.fasterxml.jackson.databind.ObjectMapper().readTree(ended.stdout());
      System.out.println(jdk + ": " + truth);
      // Without a budget, an interval wider than 5 % does not count; how wide is the machine's.
      assertThat(ended.exitCode()).isEqualTo(truth.path("inconclusive").isNull() ? 0 : 3);
      assertThat(ended.stderr()).contains("waiting for the experiment");
      assertThat(truth.path("windows").asInt()).isGreaterThanOrEqualTo(16);
      assertThat(truth.path("calls").asLong()).isGreaterThan(1_000_000);
      JsonNode overhead = truth.path("overhead");
      // The price of counting is calibrated and added back: on a busy machine it may be too high.
      double counting = truth.at("/notByExperiment/countRatio").asDouble();
      assertThat(overhead.path("value").asDouble() - counting).isBetween(0.2, 1.0);
      assertThat(overhead.path("low").asDouble()).isLessThan(overhead.path("high").asDouble());
      assertThat(truth.at("/nanosPerCall/value").asDouble()).isBetween(10.0, 1_000.0);
      assertThat(truth.at("/model/overhead").asDouble()).isPositive();
      assertThat(truth.at("/notByExperiment/countNanosPerCall").asDouble()).isPositive();
      assertThat(level(jvm)).isEqualTo("timing");

      assertThat(new GembaCli(jdk).run("overhead", "" + jvm.pid(), "--measure", "5").stderr())
          .contains("--measure: found '5', accepted is a duration", "10s to 1h");
    }
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void anExperimentEndsWithItsClientAndIsNotMadeTwiceAtOnce(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk)) {
      awaitLevel(jvm, "timing");
      try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        client.connect(UnixDomainSocketAddress.of(AgentSocket.of(jvm.pid())));
        client.write(ByteBuffer.wrap("measure length=600000\n".getBytes(StandardCharsets.UTF_8)));
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8));
        assertThat(in.readLine()).contains("progress");

        assertThat(AgentSocket.ask(jvm.pid(), "measure length=10000").at("/error/message").asText())
            .contains("another experiment");
      }
      awaitEnd(jvm);
      assertThat(level(jvm)).isEqualTo("timing");
    }
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void detachEndsAnExperiment(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk);
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      awaitLevel(jvm, "timing");
      client.connect(UnixDomainSocketAddress.of(AgentSocket.of(jvm.pid())));
      client.write(ByteBuffer.wrap("measure length=10000\n".getBytes(StandardCharsets.UTF_8)));
      Thread.sleep(4_000);

      JsonNode detached = AgentSocket.ask(jvm.pid(), "detach");
      assertThat(detached.at("/detached/left")).as("%s", detached).isEmpty();
      jvm.closeInput();
      jvm.end(TO_ACT).exitedWith(0);
      ExportedMetrics.in(output).assertNoGembaErrors();
    }
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void splitsTheCostByPartAndByOperationAndExportsIt(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk)) {
      awaitLevel(jvm, "timing");
      Thread.sleep(3_500);
      JsonNode overhead = AgentSocket.ask(jvm.pid(), "overhead");

      double ratio = overhead.path("ratio").asDouble();
      assertThat(ratio)
          .isBetween(overhead.path("low").asDouble(), overhead.path("high").asDouble());
      JsonNode parts = overhead.path("parts");
      assertThat(parts.path("calls:timing").asDouble()).isPositive();
      assertThat(parts.path("collector").asDouble()).isPositive();
      assertThat(parts.has("exporter:file")).isTrue();
      assertThat(overhead.path("gcSeconds").isNumber()).as("%s", overhead).isTrue();
      assertThat(overhead.at("/operations/0/operation").asText()).isEqualTo(TINY);
      assertThat(overhead.at("/operations/0/callsPerSecond").asDouble()).isGreaterThan(10_000);

      GembaCli gemba = new GembaCli(jdk);
      assertThat(gemba.good("pin", "" + jvm.pid(), TINY, "count")).contains("1 method) at count");
      assertThat(level(jvm)).isEqualTo("count");
      assertThat(gemba.good("overhead", "" + jvm.pid()))
          .contains("pinned:   " + TINY + " at count", "garbage:", "DEAREST OPERATIONS");
      gemba.good("pin", "" + jvm.pid(), TINY, "off");
      assertThat(level(jvm)).isEqualTo("dark");
      gemba.good("unpin", "" + jvm.pid(), TINY);
      assertThat(level(jvm)).isEqualTo("timing");

      jvm.closeInput();
      jvm.end(TO_ACT).exitedWith(0);
      ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
      assertThat(metrics.point("gemba.overhead.cpu.time", Map.of("part", "calls:timing")))
          .isNotNull();
      assertThat(metrics.point("gemba.overhead.operation.ratio", Map.of("gemba.operation", TINY)))
          .isNotNull();
    }
  }

  private static void awaitLevel(RunningJvm jvm, String level) throws Exception {
    long until = System.nanoTime() + TO_ACT.toNanos();
    while (!level(jvm).equals(level)) {
      assertThat(System.nanoTime() - until).as("%s", jvm).isNegative();
      Thread.sleep(100);
    }
  }

  /** An experiment that has begun refuses others; one that has ended refuses none. */
  private static void awaitEnd(RunningJvm jvm) throws Exception {
    long until = System.nanoTime() + TO_ACT.toNanos();
    while (true) {
      try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        client.connect(UnixDomainSocketAddress.of(AgentSocket.of(jvm.pid())));
        client.write(ByteBuffer.wrap("measure length=10000\n".getBytes(StandardCharsets.UTF_8)));
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8));
        if (in.readLine().contains("progress")) {
          break;
        }
      }
      assertThat(System.nanoTime() - until).as("%s", jvm).isNegative();
      Thread.sleep(100);
    }
    Thread.sleep(3_000);
  }

  private static String level(RunningJvm jvm) throws Exception {
    for (JsonNode method : AgentSocket.ask(jvm.pid(), "targets").at("/targets/0/woven")) {
      if (method.path("operation").asText().equals(TINY)) {
        return method.path("level").asText();
      }
    }
    return "none";
  }
}
