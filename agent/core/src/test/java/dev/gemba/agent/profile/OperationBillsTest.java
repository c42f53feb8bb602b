package dev.gemba.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Profile.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OperationBillsTest {

  private final OperationBills bills = new OperationBills();

  @Test
  void eachOperationOnTheStackHasItAndTheInnermostForItself() {
    SampledStack nested = new SampledStack(List.of(), List.of("load", "request"));
    SampledStack alone = new SampledStack(List.of(), List.of("request"));
    SampledStack none = new SampledStack(List.of(), List.of());
    bills.add(
        List.of(
            new Sample(Kind.CPU, 0, 1, 1, 20_000_000, nested),
            new Sample(Kind.CPU, 0, 1, 2, 40_000_000, alone),
            new Sample(Kind.CPU, 0, 1, 1, 20_000_000, none),
            new Sample(Kind.ALLOC, 0, 1, 1, 4096, nested)));

    assertThat(points("gemba.operation.cpu.time")).isEqualTo(Map.of("load", 0.02, "request", 0.06));
    assertThat(points("gemba.operation.cpu.self_time"))
        .isEqualTo(Map.of("load", 0.02, "request", 0.04));
    assertThat(points("gemba.operation.alloc.size"))
        .isEqualTo(Map.of("load", 4096L, "request", 4096L));
    assertThat(points("gemba.operation.alloc.self_size"))
        .isEqualTo(Map.of("load", 4096L, "request", 0L));
    assertThat(points("gemba.profile.samples")).isEqualTo(Map.of("cpu", 4L, "alloc", 1L));
    assertThat(bills.metrics())
        .extracting(Metric::name)
        .doesNotContain("gemba.operation.lock.time");
  }

  @Test
  void saysNothingBeforeTheFirstSample() {
    assertThat(bills.metrics()).isEmpty();
  }

  private Map<String, Object> points(String name) {
    Map<String, Object> points = new TreeMap<>();
    for (Metric metric : bills.metrics()) {
      if (metric.name().equals(name) && metric.data() instanceof Metric.Sum sum) {
        sum.points()
            .forEach(
                point ->
                    points.put(
                        String.valueOf(point.attributes().values().values().iterator().next()),
                        point.value()));
      }
    }
    return points;
  }
}
