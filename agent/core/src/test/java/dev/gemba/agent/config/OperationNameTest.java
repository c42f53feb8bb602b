package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationNameTest {

  @Test
  void isClassAndMethodByDefault() {
    assertThat(OperationName.DEFAULT.resolve("BoardService", "load"))
        .isEqualTo("BoardService.load");
    assertThat(OperationName.DEFAULT.perType()).isFalse();
  }

  @Test
  void leavesTheTypeForRunTime() {
    OperationName name = new OperationName("plugin.{type}.{class}.{method}");

    assertThat(name.perType()).isTrue();
    assertThat(name.resolve("Plugin", "onStart")).isEqualTo("plugin.{type}.Plugin.onStart");
    assertThat(name.resolve("Plugin", "onStart", "Audit")).isEqualTo("plugin.Audit.Plugin.onStart");
  }

  @Test
  void knowsAnOperationOfItsByNameWhateverTheReceiversType() {
    OperationName name = new OperationName("plugin.{type}.{method}");

    assertThat(name.mayBecome("plugin.Audit.onStart", "Plugin", "onStart")).isTrue();
    assertThat(name.mayBecome("plugin.Audit.onStop", "Plugin", "onStart")).isFalse();
    assertThat(name.mayBecome("plugin..onStart", "Plugin", "onStart")).isFalse();
    assertThat(name.mayBecome("plugin.onStart", "Plugin", "onStart")).isFalse();
    assertThat(OperationName.DEFAULT.mayBecome("Board.load", "Board", "load")).isTrue();
    assertThat(OperationName.DEFAULT.mayBecome("Board.loadAll", "Board", "load")).isFalse();
  }

  @Test
  void neverReadsPlaceholdersIntoWhatItFillsIn() {
    assertThat(new OperationName("{class}.{method}").resolve("{method}", "m", "t"))
        .isEqualTo("{method}.m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{clas}", "a{", "a}", "{}", "{{class}}", "a\tb"})
  void refusesWhatIsNoTemplate(String template) {
    assertThatIllegalArgumentException().isThrownBy(() -> new OperationName(template));
  }

  @Test
  void refusesWhatIsTooLongToBeAMetricAttribute() {
    assertThatIllegalArgumentException().isThrownBy(() -> new OperationName("x".repeat(256)));
    assertThat(new OperationName("x".repeat(255)).perType()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.Board, Board",
    "Board, Board",
    "com.acme.Outer$Inner, Outer.Inner",
    "com.acme.Outer$Inner$1, Outer.Inner.1",
    "com.acme.Board$, Board$",
    "com.acme.$Proxy12, $Proxy12",
    "com.acme.Board$$Lambda, Board$$Lambda",
  })
  void joinsNestedClassesByDots(String binaryName, String simpleName) {
    assertThat(OperationName.simpleName(binaryName)).isEqualTo(simpleName);
  }
}
