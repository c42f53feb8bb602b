package dev.gemba.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Profile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With whatever samples here; that may be either engine. */
@Timeout(60)
class ProfilerTest {

  private static final long CPU_NANOS = 10_000_000;

  private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
  private final DropCounters drops = new DropCounters();
  private final Profiler profiler =
      new Profiler(
          () -> (type, method, descriptor) -> method.equals("burn") ? "burning" : null,
          () -> true,
          drops,
          messages::add);
  private volatile boolean done;
  private long sum;
  private final Thread work = new Thread(this::burn, "work");

  @AfterEach
  void end() throws InterruptedException {
    done = true;
    work.join();
    profiler.leave(10_000, false);
  }

  @Test
  void samplesAllTheTimeUntilItLeaves() throws Exception {
    work.start();
    profiler.follow(new SamplingPlan(CPU_NANOS, 0, 0, 0));
    while (profiler.state().engine() == null) {
      Thread.sleep(10);
    }
    // However busy this machine is with others.
    long used = cpuNanos();
    while (cpuNanos() - used < 400_000_000) {
      Thread.sleep(10);
    }
    profiler.leave(10_000, false);

    assertThat(profiler.state().engine()).isNull();
    double burnt = seconds("gemba.operation.cpu.time");
    assertThat(burnt).as("%s", messages).isGreaterThan(0.2);
    List<Profile> profiles = profiler.takeProfiles();
    assertThat(profiles).isNotEmpty();
    assertThat(profiles.get(0).end()).isAfter(profiles.get(0).start());
    assertThat(profiles.stream().flatMap(profile -> profile.samples().stream()))
        .anySatisfy(
            sample -> {
              assertThat(sample.operation()).isEqualTo("burning");
              assertThat(sample.kind()).isEqualTo(Profile.Kind.CPU);
              assertThat(sample.stack())
                  .anyMatch(frame -> frame.text().endsWith("ProfilerTest.burn"));
            });
    assertThat(drops.totals()).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("gemba-profiler");
  }

  @Test
  void recordsForSomebodyWhereNothingIsSampledOtherwise() throws Exception {
    work.start();
    ProfileOrder order = new ProfileOrder(Event.CPU, CPU_NANOS, Duration.ofMillis(300));

    Profiler.Recorded recorded = profiler.record(order, (done, of) -> {});

    assertThat(Files.size(recorded.file())).isGreaterThan(1_000);
    Files.delete(recorded.file());
    assertThat(profiler.state().engine()).isNull();
  }

  @Test
  void recordsNothingAnyMoreOnceItHasLeft() throws Exception {
    profiler.leave(10_000, false);

    ProfileOrder order = new ProfileOrder(Event.CPU, CPU_NANOS, Duration.ofMillis(300));
    assertThatThrownBy(() -> profiler.record(order, (done, of) -> {}))
        .isInstanceOf(ProfileException.class)
        .hasMessage("Gemba is being detached");
    profiler.follow(new SamplingPlan(CPU_NANOS, 0, 0, 0));
    assertThat(profiler.state().engine()).isNull();
  }

  private long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(work.getId());
  }

  private double seconds(String name) {
    for (Metric metric : profiler.metrics()) {
      if (metric.name().equals(name) && metric.data() instanceof Metric.Sum sum) {
        return sum.points().stream().mapToDouble(point -> point.value().doubleValue()).sum();
      }
    }
    return 0;
  }

  private void burn() {
    while (!done) {
      for (int i = 0; i < 1_000; i++) {
        sum = sum * 31 + i;
      }
    }
  }
}
