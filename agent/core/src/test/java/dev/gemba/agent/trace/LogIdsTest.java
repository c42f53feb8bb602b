package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.bootstrap.TraceContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogIdsTest {

  @Test
  void idsAreTheSameTextsAsInATraceparent() throws Throwable {
    TraceContext span = new TraceContext(0x0abc, -2, 7, true, null);
    Map<String, String> told = new LinkedHashMap<>();

    LogIds.tell(span, told::put);

    assertThat(told)
        .containsExactly(
            Map.entry("trace_id", "0000000000000abcfffffffffffffffe"),
            Map.entry("span_id", "0000000000000007"),
            Map.entry("trace_flags", "01"));
    assertThat(span.traceparent())
        .isEqualTo("00-" + told.get("trace_id") + "-" + told.get("span_id") + "-01");
  }
}
