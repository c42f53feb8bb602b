package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gemba.agent.config.ValuePath.Root;
import dev.gemba.agent.config.ValuePath.Step;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuePathTest {

  @Test
  void goesFromARootOverFieldsAndCalls() {
    assertThat(ValuePath.parse("arg12.owner.name()"))
        .isEqualTo(
            new ValuePath(
                Root.ARGUMENT, 12, List.of(new Step("owner", false), new Step("name", true))));
    assertThat(ValuePath.parse("this")).isEqualTo(new ValuePath(Root.THIS, -1, List.of()));
    assertThat(ValuePath.parse("return.size()"))
        .isEqualTo(new ValuePath(Root.RETURN, -1, List.of(new Step("size", true))));
  }

  @Property
  void isReadBackFromItsText(@ForAll("paths") ValuePath path) {
    assertThat(ValuePath.parse(path.toString())).isEqualTo(path);
  }

  @Property
  void refusesOtherTextInOneWay(@ForAll String text) {
    try {
      assertThat(ValuePath.parse(text)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("column ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', column 1 begins no name",
    "arg, 'column 1 is none of arg0, arg1 …, this, return'",
    "args, 'column 1 is none of arg0, arg1 …, this, return'",
    "arg0x, 'column 1 is none of arg0, arg1 …, this, return'",
    "thrown, 'column 1 is none of arg0, arg1 …, this, return'",
    "board.id, 'column 1 is none of arg0, arg1 …, this, return'",
    "arg255, column 1 is beyond arg254",
    "arg0..id, column 6 begins no name",
    "arg0.1, column 6 begins no name",
    "arg0[1], column 5 is no dot",
    "arg0.a b, column 7 is no dot",
    "return.get(1), 'column 12 is no closing bracket: a call takes nothing, or a text in quotes'",
    "'return.get(\"a)', column 12 begins a text that no \") ends",
    "this(), column 5 is no dot",
  })
  void tellsTheColumnOfWhatIsWrong(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValuePath.parse(text))
        .withMessage(message);
  }

  @Test
  void aCallCanTakeOneText() {
    ValuePath path = ValuePath.parse("arg0.getHeader(\"X-Tenant (a.b)\").length()");

    assertThat(path.steps())
        .containsExactly(new Step("getHeader", true, "X-Tenant (a.b)"), new Step("length", true));
    assertThat(path).hasToString("arg0.getHeader(\"X-Tenant (a.b)\").length()");
  }

  @Provide
  Arbitrary<ValuePath> paths() {
    Arbitrary<String> names =
        Arbitraries.strings().alpha().withChars("_$ü").ofMinLength(1).ofMaxLength(8);
    Arbitrary<List<Step>> steps =
        Combinators.combine(names, Arbitraries.of(true, false)).as(Step::new).list().ofMaxSize(4);
    return Combinators.combine(
            Arbitraries.of(Root.class), Arbitraries.integers().between(0, 254), steps)
        .as((root, index, way) -> new ValuePath(root, root == Root.ARGUMENT ? index : -1, way));
  }
}
