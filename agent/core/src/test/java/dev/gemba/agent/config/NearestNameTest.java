package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.target.EditDistance;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  @Test
  void isTheOneWithTheFewestEdits() {
    assertThat(NearestName.of("captrue", List.of("capture", "capitals"))).isEqualTo("capture");
    assertThat(NearestName.of("Spam", List.of("count", "timing", "span"))).isEqualTo("span");
  }

  @Test
  void isNoneWhenNothingIsNear() {
    assertThat(NearestName.of("zebra", List.of("service", "enabled"))).isEmpty();
    assertThat(NearestName.of("x".repeat(5000), List.of("x".repeat(5001)))).isEmpty();
  }

  @Property
  void countsOneEditForEachKindOfSlip(
      @ForAll @AlphaChars @StringLength(min = 2, max = 9) String name) {
    String swapped = "" + name.charAt(1) + name.charAt(0) + name.substring(2);

    assertThat(EditDistance.between(name, name)).isZero();
    assertThat(EditDistance.between(name, name.substring(1))).isEqualTo(1);
    assertThat(EditDistance.between(name, "-" + name)).isEqualTo(1);
    assertThat(EditDistance.between(name, "-" + name.substring(1))).isEqualTo(1);
    assertThat(EditDistance.between(name, swapped)).isEqualTo(swapped.equals(name) ? 0 : 1);
  }

  @Property
  void isTheSameThereAndBack(@ForAll @AlphaChars String from, @ForAll @AlphaChars String to) {
    assertThat(EditDistance.between(from, to)).isEqualTo(EditDistance.between(to, from));
  }
}
