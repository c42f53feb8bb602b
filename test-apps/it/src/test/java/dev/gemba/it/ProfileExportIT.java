package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.it.works.Works;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is sampled all the time goes to servers of profiles, with operations and spans. */
class ProfileExportIT {

  private static final Duration TO_ACT = Duration.ofSeconds(60);
  private static final String WORKS = "dev.gemba.it.works.";

  @TempDir private Path directory;

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void profilesArriveAsOtlpAndAtPyroscope(Jdk jdk) throws Exception {
    try (ProfileServer server = new ProfileServer()) {
      String endpoint = "endpoint: \"" + server.endpoint() + "\"";
      String config =
          "sampling: { keep: 100% }\nprofile: { cpu: 5ms, alloc: 256kb, lock: 2ms }\n"
              + ConfigText.head()
              + ConfigText.target("span", WORKS + "Works.*(..)")
              + "    exclude: [dev.gemba.it.works.Works.spin(..)]\n"
              + ("exporters:\n  otlp: { " + endpoint)
              + ", protocol: http/protobuf, profiles: on }\n"
              + ("  pyroscope: { " + endpoint + " }\n");
      try (RunningJvm jvm =
          ForkedJvm.on(jdk)
              .main(List.of(ForkedJvm.placeOf(Works.class)), Works.class.getName())
              .gemba(directory, config)
              .start()) {
        assertThat(server.awaitBoth(TO_ACT)).as("%s", jvm).isTrue();
        jvm.closeInput();
        Ended ended = jvm.end(TO_ACT).exitedWith(0);
        assertThat(ended.stderr()).doesNotContain("WARNING", "not delivered", "Exception");
      }

      assertThat(server.otlp.kinds()).containsOnlyKeys("cpu", "alloc", "lock");
      assertThat(server.pyroscope.kinds()).containsOnlyKeys("process_cpu", "memory", "mutex");
      wasToldOfOperationsAndSpans(server, server.otlp);
      wasToldOfOperationsAndSpans(server, server.pyroscope);
    }
  }

  private static void wasToldOfOperationsAndSpans(
      ProfileServer server, ProfileServer.Received received) {
    assertThat(received.services()).isNotEmpty().containsOnly("it");
    assertThat(received.samples())
        .extracting(ExportedProfiles.Sample::operation)
        .contains("Works.hot", "Works.many", "Works.wanting");
    int linked = 0;
    for (ExportedProfiles.Sample sample : received.samples()) {
      String span = server.spans.get(sample.spanId());
      // A sample that meets another one's handler does not see what is under that.
      boolean seen = sample.frames().stream().anyMatch(f -> f.startsWith(WORKS + "Works."));
      if (span != null && seen) {
        assertThat(sample.frames()).contains(WORKS + span);
        linked++;
      }
    }
    assertThat(linked).isGreaterThan(100);
  }
}
