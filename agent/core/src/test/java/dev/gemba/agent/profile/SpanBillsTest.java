package dev.gemba.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.record.EndedSpan;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanBillsTest {

  private static final long MS = 1_000_000;
  private static final long SHORTEST = 20 * MS;
  private static final SampledStack STACK = new SampledStack(List.of(), List.of());

  private final SpanBills bills = new SpanBills();

  @Test
  void theInnermostHasItForItselfAndAllAroundHaveItAsAWhole() {
    bills.begin(0, SHORTEST);
    bills.sampled(
        List.of(cpu(7, 50), cpu(7, 150), cpu(7, 160), cpu(8, 155), alloc(7, 155, 4096)), 300 * MS);

    Map<String, Attributes> billed =
        byName(bills.bill(List.of(span("outer", 7, 0, 200), span("inner", 7, 140, 180)), 301 * MS));

    assertThat(billed.get("inner").values())
        .containsEntry("gemba.cpu.time", 0.038)
        .containsEntry("gemba.cpu.self_time", 0.038)
        .containsEntry("gemba.alloc.size", 4096L)
        .containsEntry("gemba.profile.samples", 3L)
        .containsEntry("kept", "yes")
        .doesNotContainKeys("gemba.lock.time", "gemba.profile.partial");
    assertThat(billed.get("outer").values())
        .containsEntry("gemba.cpu.time", 0.057)
        .containsEntry("gemba.cpu.self_time", 0.019)
        .containsEntry("gemba.alloc.size", 4096L)
        .containsEntry("gemba.alloc.self_size", 0L);
  }

  @Test
  void whatWasCountedIsNotReplacedByAnEstimate() {
    bills.begin(0, SHORTEST);
    bills.sampled(List.of(alloc(7, 50, 4096)), 300 * MS);
    EndedSpan plain = span("request", 7, 0, 200);
    Span counted = plain.span().withAttributes(Attributes.of("gemba.alloc.size", 5_000L));

    List<Span> billed =
        bills.bill(
            List.of(new EndedSpan(counted, 7, plain.startNanos(), plain.endNanos())), 301 * MS);

    assertThat(billed.get(0).attributes().values())
        .containsEntry("gemba.alloc.size", 5_000L)
        .containsEntry("gemba.alloc.self_size", 4096L);
  }

  @Test
  void spansWaitUntilTheirSamplesAreKnown() {
    bills.begin(0, SHORTEST);
    bills.sampled(List.of(), 100 * MS);

    assertThat(bills.bill(List.of(span("late", 7, 50, 120)), 130 * MS)).isEmpty();
    assertThat(bills.waiting()).isEqualTo(1);
    bills.sampled(List.of(cpu(7, 110)), 200 * MS);
    assertThat(bills.bill(List.of(), 210 * MS).get(0).attributes().values())
        .containsEntry("gemba.profile.samples", 1L);
    assertThat(bills.waiting()).isZero();
  }

  @Test
  void shortSpansLeaveAtOnceAndKeepTheirSamplesFromTheirParents() {
    bills.begin(0, SHORTEST);
    List<Span> gone = bills.bill(List.of(span("short", 7, 100, 110)), 115 * MS);
    assertThat(gone).hasSize(1);
    assertThat(gone.get(0).attributes().values()).doesNotContainKey("gemba.profile.samples");
    Sample within = cpu(7, 105);
    bills.sampled(List.of(within, cpu(7, 150)), 300 * MS);

    List<Span> parent = bills.bill(List.of(span("parent", 7, 90, 200)), 301 * MS);

    assertThat(parent).hasSize(1);
    assertThat(parent.get(0).attributes().values())
        .containsEntry("gemba.cpu.time", 0.038)
        .containsEntry("gemba.cpu.self_time", 0.019);
    assertThat(within.link.spanId()).isEqualTo(gone.get(0).spanId());
  }

  @Test
  void whatIsOnNoThreadOrAnotherIsToldNothing() {
    bills.begin(0, SHORTEST);
    bills.sampled(List.of(cpu(7, 50)), 300 * MS);

    assertThat(bills.bill(List.of(span("later", 0, 0, 100), span("other", 8, 0, 100)), 301 * MS))
        .hasSize(2)
        .allSatisfy(
            span -> assertThat(span.attributes().values()).doesNotContainKey("gemba.cpu.time"));
  }

  @Test
  void whatBeganBeforeSamplesAreKnownSaysSo() {
    bills.begin(40 * MS, SHORTEST);
    bills.sampled(List.of(cpu(7, 50)), 300 * MS);

    assertThat(bills.bill(List.of(span("long", 7, 0, 100)), 301 * MS).get(0).attributes().values())
        .containsEntry("gemba.profile.partial", true);
  }

  @Test
  void nothingWaitsForSamplesThatDoNotCome() {
    bills.begin(0, SHORTEST);
    assertThat(bills.bill(List.of(span("one", 7, 0, 100)), 110 * MS)).isEmpty();
    assertThat(bills.bill(List.of(), 30_000 * MS)).hasSize(1);

    assertThat(bills.bill(List.of(span("two", 7, 0, 100)), 110 * MS)).isEmpty();
    bills.end();
    assertThat(bills.bill(List.of(), 120 * MS)).hasSize(1);
    assertThat(bills.bill(List.of(span("three", 7, 0, 100)), 130 * MS)).hasSize(1);
  }

  @Test
  void nothingIsHeldBackWhereNothingIsSampled() {
    assertThat(bills.bill(List.of(span("one", 7, 0, 100)), 110 * MS)).hasSize(1);
  }

  private static Map<String, Attributes> byName(List<Span> spans) {
    return spans.stream().collect(java.util.stream.Collectors.toMap(Span::name, Span::attributes));
  }

  private static Sample cpu(long threadId, long millis) {
    return new Sample(Kind.CPU, millis * MS, threadId, 1, 19 * MS, STACK);
  }

  private static Sample alloc(long threadId, long millis, long bytes) {
    return new Sample(Kind.ALLOC, millis * MS, threadId, 1, bytes, STACK);
  }

  private static EndedSpan span(String name, long threadId, long fromMillis, long toMillis) {
    String id = String.format("%016x", name.hashCode());
    Span span =
        new Span(
            "0".repeat(31) + "1",
            id,
            "",
            name,
            Span.Kind.INTERNAL,
            fromMillis * MS,
            toMillis * MS,
            Attributes.of("kept", "yes"),
            null);
    return new EndedSpan(span, threadId, fromMillis * MS, toMillis * MS);
  }
}
