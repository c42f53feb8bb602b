package dev.gemba.agent.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameFilterTest {

  private static final byte[] OF_SQL = bytes("….(Ljava/sql/Connection;)V…");
  private static final byte[] OF_ANYTHING = bytes("….(Ljava/sqn/Connection;)Vjava/sql");

  private final NameFilter patient = filter("java.sql.Statement+.execute(..)", true);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static NameFilter filter(String pattern, boolean patient) {
    List<MethodPattern> methods = List.of(MethodPattern.parse(pattern));
    return NameFilter.of(List.of(new TargetRule(0, methods, List.of(), patient)));
  }

  @Test
  void aPatientRuleWantsNoClassUntilItsTypeHasComeBy() {
    assertThat(patient.mayMatch("com/acme/Board")).isFalse();
    assertThat(patient.mayMatch("com/acme/Board", OF_SQL)).isFalse();
    assertThat(patient.metTypes()).isEmpty();

    boolean ignored = patient.mayMatch("java/sql/Statement");

    assertThat(patient.metTypes()).containsExactly("java/sql/Statement");
    assertThat(patient.mayMatch("com/acme/Board")).isTrue();
  }

  @Test
  void thenWantsOnlyClassesThatSpeakOfItsPackage() {
    boolean ignored = patient.mayMatch("java/sql/Statement");

    assertThat(patient.mayMatch("com/acme/Board", OF_SQL)).isTrue();
    assertThat(patient.mayMatch("com/acme/Board", OF_ANYTHING)).isFalse();
    assertThat(patient.mayMatch("com/acme/Board", new byte[0])).isFalse();
  }

  @Test
  void anyOtherRuleWantsSubtypesFromTheFirstOn() {
    NameFilter eager = filter("com.acme.Plugin+.on*(..)", false);

    assertThat(eager.awaitsTypes()).isFalse();
    assertThat(eager.mayMatch("com/acme/Board", OF_ANYTHING)).isTrue();
  }
}
