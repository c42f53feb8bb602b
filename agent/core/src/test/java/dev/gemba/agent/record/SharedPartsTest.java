package dev.gemba.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.bootstrap.Facade;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedPartsTest {

  private final SharedParts parts = new SharedParts();
  private final Probe load = Probes.of("com.acme.Board", "load", "()V");
  private final Probe save = Probes.of("com.acme.Board", "save", "()V");

  @Test
  void sharesTheAttributesOfAMethodOnAThread() {
    Attributes first = parts.attributes(load, 7, null);

    assertThat(first.values())
        .isEqualTo(Map.of("code.function.name", "com.acme.Board.load", "thread.id", 7L));
    assertThat(parts.attributes(load, 7, null)).isSameAs(first);
    assertThat(parts.attributes(save, 7, null).text("code.function.name"))
        .isEqualTo("com.acme.Board.save");
    assertThat(parts.attributes(load, 8, null).values())
        .isEqualTo(Map.of("code.function.name", "com.acme.Board.load", "thread.id", 8L));
    assertThat(parts.attributes(load, 7, null)).isEqualTo(first);
  }

  @Test
  void namesNoMethodWhereTheApplicationBeganTheSpan() {
    Probe facade = Probes.of(Facade.CLASS_NAME, "import", "()V");

    assertThat(parts.attributes(facade, 7, null).values()).isEqualTo(Map.of("thread.id", 7L));
  }

  @Test
  void addsWhatWasCapturedToOneSpanAlone() {
    Object[] captured = {"user", "ann", "", "nameless", "gone", null, null, null, "n", 3L};

    assertThat(parts.attributes(load, 7, captured).values())
        .isEqualTo(
            Map.of(
                "code.function.name",
                "com.acme.Board.load",
                "thread.id",
                7L,
                "user",
                "ann",
                "n",
                3L));
    assertThat(parts.attributes(load, 7, null).text("user")).isNull();
  }

  @Test
  void writesIdsInFullAndFindsThemAgain() {
    String parent = parts.spanId(0xab);
    String other = parts.spanId(0xab + (1L << 32));

    assertThat(parent).isEqualTo("00000000000000ab");
    assertThat(other).isEqualTo("00000001000000ab");
    assertThat(parts.spanId(0xab + (1L << 32))).isSameAs(other);
    assertThat(parts.spanId(0)).isEqualTo("0".repeat(16));
    assertThat(parts.traceId(0, 0)).isEqualTo("0".repeat(32));
    assertThat(parts.traceId(-1, 1)).isEqualTo("f".repeat(16) + "0".repeat(15) + "1");
    assertThat(parts.traceId(-1, 1)).isSameAs(parts.traceId(-1, 1));
    assertThat(parts.traceId(-1, 2)).endsWith("2");
  }
}
