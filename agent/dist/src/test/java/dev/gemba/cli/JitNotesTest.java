package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JitNotesTest {

  private static final Map<String, Object> LIMITS =
      Map.of("maxInlineSize", 35, "freqInlineSize", 325, "hugeMethodLimit", 8000);

  private static Map<String, Object> method(String name, int before, String jit) {
    return Map.of("method", name, "codeBefore", before, "codeAfter", before + 30, "jit", jit);
  }

  @Test
  void namesWhatIsNoLongerInlinedOrCompiled() {
    assertThat(
            new JitNotes(LIMITS, false)
                .of(
                    List.of(
                        method("A.a()", 100, "unchanged"),
                        method("A.b()", 310, "not-inlined"),
                        method("A.c()", 7990, "not-compiled"))))
        .containsExactly(
            "A.b(): grows from 310 to 340 bytes of code: the JIT no longer inlines it, however hot"
                + " (FreqInlineSize 325)",
            "A.c(): grows from 7990 to 8020 bytes of code: the JIT no longer compiles it"
                + " (HugeMethodLimit 8000)");
  }

  @Test
  void onlyCountsSmallMethodsUnlessAskedForAll() {
    List<Map<String, Object>> woven =
        List.of(method("A.a()", 10, "inlined-where-hot"), method("A.b()", 20, "inlined-where-hot"));

    assertThat(new JitNotes(LIMITS, false).of(woven))
        .containsExactly(
            "2 small methods are inlined by the JIT only where hot now; --all names them");
    assertThat(new JitNotes(LIMITS, true).of(woven))
        .containsExactly(
            "A.a(): grows from 10 to 40 bytes of code: the JIT inlines it only where it is hot"
                + " (MaxInlineSize 35)",
            "A.b(): grows from 20 to 50 bytes of code: the JIT inlines it only where it is hot"
                + " (MaxInlineSize 35)");
  }

  @Test
  void saysNothingOfAnAgentThatDoesNotTell() {
    assertThat(new JitNotes(Map.of(), true).of(List.of(Map.of("method", "A.a()")))).isEmpty();
  }
}
