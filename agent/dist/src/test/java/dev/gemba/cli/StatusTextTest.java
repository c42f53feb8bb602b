package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private List<String> text(String json) throws IOException {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new StatusText(new Terminal(stream, stream, false, true)).print(JSON.std.mapFrom(json));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void tellsEverythingThatIsWorthKnowing() throws IOException {
    String then = Instant.now().minusSeconds(125).toString();

    assertThat(
            text(
                """
                {"version":"0.1.0","pid":42,"service":"shop","started":"%1$s","attached":true,
                 "config":{"origin":"gemba.yaml","file":"/x/gemba.yaml","since":"%1$s",
                   "watched":true,"problems":["gemba.yaml:2: a notice"],
                   "rejected":{"at":"%1$s","problems":["gemba.yaml:9: found 'x'"]}},
                 "weaving":{"targets":1,"classes":2,"methods":7,"pending":3,"failed":1,
                   "levels":{"shop.order":"span"}},
                 "profiling":{"engine":"JDK Flight Recorder","sampled":"cpu 19.0 ms",
                   "problems":["no library"]},
                 "exporters":[
                   {"name":"file","state":"open","locations":["/x/out"],"message":null},
                   {"name":"otlp","state":"failing","locations":[],"message":"no route",
                    "spans":{"recorded":12,"sent":5,"spooled":4,"waiting":2,
                      "dropped":{"exporter-queue":1}}}],
                 "dropped":{"span-ring":4},"threads":["gemba-collector","gemba-control"]}
                """
                    .formatted(then)))
        .containsExactly(
            "gemba 0.1.0 in process 42 (service shop), attached 2 min 5 s ago",
            "config:    gemba.yaml, in force 2 min 5 s ago, watched for changes",
            "  refused an edit 2 min 5 s ago:",
            "    gemba.yaml:9: found 'x'",
            "  gemba.yaml:2: a notice",
            "woven:     2 classes, 7 methods, of 1 target, 3 still to be retransformed, 1 left as"
                + " they were",
            "  pinned: shop.order at span",
            "samples:   cpu 19.0 ms, by JDK Flight Recorder",
            "  no library",
            "exporters:",
            "  file: open, /x/out",
            "  otlp: failing (no route)",
            "    12 spans: 5 sent, 2 waiting, 4 on disk, 1 dropped",
            "dropped:",
            "  span-ring: 4",
            "threads:   gemba-collector, gemba-control");
  }

  @Test
  void anotherVersionsAnswerIsShownAsFarAsItGoes() throws IOException {
    assertThat(text("{\"version\":\"9\",\"pid\":1}").get(0)).startsWith("gemba 9 in process 1");
  }

  @ParameterizedTest
  @CsvSource({"0,0 s", "59,59 s", "60,1 min 0 s", "3725,1 h 2 min", "200000,2 d 7 h", "-5,0 s"})
  void stretchesOfTimeAreTheTwoLargestUnits(long seconds, String text) {
    assertThat(Elapsed.text(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void waitingIsSaidAfterTwoSecondsAndOnce() {
    long[] now = {0};
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    WaitingLine waiting = new WaitingLine(new Terminal(stream, stream, false, true), () -> now[0]);

    waiting.on("nothing");
    now[0] = 2_100_000_000L;
    waiting.on("classes (12 left)");
    now[0] = 4_000_000_000L;
    waiting.on("classes (3 left)");
    waiting.done();

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("waiting for classes (12 left)");
  }

  @Test
  void commandsThatFindNoJvmSayWhatThereIs() {
    CommandRun run = CommandRun.of("status", "4194305");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .isEqualTo(
            "gemba status: found no process 4194305; 'gemba ps' lists the JVMs that there are\n");
  }

  @Test
  void wrongUsageOfTheLiveCommandsIsUsage() {
    assertThat(CommandRun.of("top", "1", "--sort", "size").err())
        .contains("--sort: found 'size'", "operation, rate, calls");
    assertThat(CommandRun.of("top", "1", "--interval", "0").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("top", "1", "--window", "-1").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("attach", "x").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("attach", "1", "--config", "no.yaml").err())
        .contains("no.yaml: found no such file");
    assertThat(CommandRun.of("detach").exitCode()).isEqualTo(2);
  }
}
