package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gemba.it.leak.Parcels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@code gemba heap} tells of a program that leaks. */
class HeapIT {

  private static final Duration TO_ACT = Duration.ofSeconds(60);
  private static final String LEAKED = Parcels.class.getName() + "$Parcel";
  private static final String SITE = Parcels.class.getName() + ".ship";

  @TempDir private Path directory;

  private RunningJvm parcels(Jdk jdk, String... options) throws Exception {
    String config =
        """
        service: parcels
        packs: []
        exporters: {}
        targets:
          - methods: dev.gemba.it.leak.Parcels.*(..)
            operation: "parcels.{method}"
        """;
    return ForkedJvm.on(jdk)
        .main(List.of(ForkedJvm.placeOf(Parcels.class)), Parcels.class.getName())
        // Of a young generation so small that it is collected a few times a second.
        .options("-Xmx64m", "-Xmn8m")
        .options(options)
        .gemba(directory, config)
        .start()
        .awaitOutput("working", TO_ACT);
  }

  private static JsonNode json(Ended told) throws Exception {
    return new ObjectMapper().readTree(told.exitedWith(0).stdout());
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void namesTheLeakAndWhatHoldsIt(Jdk jdk) throws Exception {
    try (RunningJvm jvm = parcels(jdk)) {
      GembaCli gemba = new GembaCli(jdk);
      String pid = "" + jvm.pid();

      Ended told = gemba.run("heap", pid, "--leaks", "--seconds", "5", "--paths", "--json");
      JsonNode first = json(told).at("/suspects/0");
      assertThat(first.path("class").asText()).as("%s", told).isEqualTo(LEAKED);
      assertThat(first.path("site").asText()).isEqualTo(SITE);
      assertThat(first.path("operation").asText()).isEqualTo("parcels.ship");
      assertThat(first.path("tenthsOfTheTime").asInt()).as("%s", told).isGreaterThanOrEqualTo(4);
      assertThat(first.path("path").toString()).contains("Parcels.SHIPPED");
      // Before it is done, and after.
      assertThat(told.stderr())
          .containsSubsequence("will stop process " + pid, " MB in use", "it was stopped for");

      looksAtTheHeap(gemba, pid);
      jvm.closeInput();
      Ended ended = jvm.end(TO_ACT).exitedWith(0);
      assertThat(ended.stderr()).as("%s", ended).doesNotContain("Exception");
    }
  }

  private void looksAtTheHeap(GembaCli gemba, String pid) throws Exception {
    Ended histogram = gemba.run("heap", pid, "--histogram", "--top", "5", "--json");
    assertThat(json(histogram).path("histogram").findValuesAsText("class"))
        .as("%s", histogram)
        .hasSize(5)
        .contains(LEAKED);
    assertThat(histogram.stderr())
        .containsSubsequence("a class histogram will stop process", "it was stopped for");

    Path file = directory.resolve("heap.hprof");
    Ended dump = gemba.run("heap", pid, "--dump", file.toString()).exitedWith(0);
    assertThat(dump.stderr()).contains("a heap dump will stop process", "it was stopped for");
    try (var in = Files.newInputStream(file)) {
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("JAVA PROFILE");
    }
    assertThat(gemba.run("heap", pid, "--dump", file.toString()).exitedWith(1).stderr())
        .contains("is not overwritten");

    assertThat(gemba.good("heap", pid))
        .contains("POOL", "direct buffers", "trend of threads: ", "COLLECTIONS", "--histogram");
  }

  @Test
  void saysWhatItCannotDo() throws Exception {
    Jdk jdk = Jdks.found().get(0);
    String modules =
        "--limit-modules=java.base,java.instrument,java.management,jdk.management,jdk.unsupported";
    try (RunningJvm jvm = parcels(jdk, modules)) {
      GembaCli gemba = new GembaCli(jdk);
      String pid = "" + jvm.pid();
      assertThat(gemba.run("heap", pid, "--leaks", "--seconds", "1").exitedWith(1).stderr())
          .contains("JDK Flight Recorder cannot be had");
      assertThat(gemba.run("heap", pid, "--dump", "heap.bin").exitedWith(2).stderr())
          .contains("a name that ends in .hprof");
      jvm.closeInput();
      jvm.end(TO_ACT).exitedWith(0);
    }
  }
}
