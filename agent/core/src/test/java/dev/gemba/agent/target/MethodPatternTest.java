package dev.gemba.agent.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com.acme.Foo.bar | com.acme.Foo.bar(..)",
        "com.acme.Foo.bar() | com.acme.Foo.bar()",
        "' com.acme.Foo.bar ( String , .. ) ' | com.acme.Foo.bar(String, ..)",
        "com.acme.Foo.bar(..) | com.acme.Foo.bar(..)",
        "com.acme.Foo.bar(..,int) | com.acme.Foo.bar(.., int)",
        "com.acme.Foo.bar(int[], String[] [], long...) | com.acme.Foo.bar(int[], String[][], long[])",
        "com.acme.Foo.bar(java.util.*, *, *[], ..Task, com..Map.Entry)"
            + " | com.acme.Foo.bar(java.util.*, *, *[], ..Task, com..Map.Entry)",
        "com.acme.Foo.new | com.acme.Foo.new(..)",
        "com.acme.Foo.<init>(int) | com.acme.Foo.new(int)",
        "com.acme.Foo.* | com.acme.Foo.*(..)",
        "com.acme.Foo | com.acme.Foo.*(..)",
        "com.acme.Foo$Bar | com.acme.Foo$Bar.*(..)",
        "com.acme.Outer.Inner.go | com.acme.Outer.Inner.go(..)",
        "com.acme.Foo+ | com.acme.Foo+.*(..)",
        "com.acme.Foo+.on*(..) | com.acme.Foo+.on*(..)",
        "com.acme..* | com.acme..*.*(..)",
        "com.acme..*(..) | com.acme..*.*(..)",
        "com.acme..load* | com.acme..*.load*(..)",
        "com.acme..*Service.find** | com.acme..*Service.find*(..)",
        "..BoardService.load* | ..BoardService.load*(..)",
        "..load* | *.load*(..)",
        "*.load | *.load(..)",
        "*.* | *.*(..)",
        "Foo.bar | Foo.bar(..)",
        "Foo | Foo.*(..)",
        "com.acme.Foo.Bar(..) | com.acme.Foo.Bar(..)",
        "a.b.c(..) | a.b.c(..)",
        "com.acme.Foo::bar | com.acme.Foo.bar(..)",
        "com.acme.Foo::<init> | com.acme.Foo.new(..)",
        "com.acme::bar | com.acme.bar(..)",
        "com.acme.*::* | com.acme.*.*(..)",
        "::bar | *.bar(..)",
        "@com.acme.Ann | @com.acme.Ann *",
        "@com.acme.Ann * | @com.acme.Ann *",
        "@com.acme.Ann *(..) | @com.acme.Ann *",
        "@com.acme.Ann *() | @com.acme.Ann *.*()",
        "@com.acme.Ann load* | @com.acme.Ann *.load*(..)",
        "@com.acme.* com.acme..*.* | @com.acme.* com.acme..*.*(..)",
        "@Deprecated com.acme.Foo.new | @Deprecated com.acme.Foo.new(..)",
        "(@com.acme.Service *).*(..) | (@com.acme.Service *).*(..)",
        "( @com.acme.Service com.acme..* ).find* | (@com.acme.Service com.acme..*).find*(..)",
        "(@com.acme.Service com.acme.Base+)::go | (@com.acme.Service com.acme.Base+).go(..)",
        "(@com.acme.Service *) | (@com.acme.Service *).*(..)",
        "(com.acme.Foo).bar | com.acme.Foo.bar(..)",
        "@A (@B *).c | @A (@B *).c(..)",
        "*+.run | *.run(..)",
        "com.acme.Foo.bar-x7 | com.acme.Foo.bar-x7(..)",
        "com.acme.Größe.läuft | com.acme.Größe.läuft(..)",
      })
  void readsAndWritesCanonically(String text, String canonical) {
    MethodPattern pattern = MethodPattern.parse(text);

    assertThat(pattern).hasToString(canonical);
    assertThat(MethodPattern.parse(canonical)).isEqualTo(pattern).hasSameHashCodeAs(pattern);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1 | found the end",
        "'   ' | 4 | found the end",
        "load | 1 | names no type",
        "* | 1 | names no type",
        "load(..) | 1 | names no type",
        "com.acme.* | 1 | write com.acme.*::* for the methods of such types, or com.acme::*",
        "com.acme.*Service | 1 | may mean types or methods",
        "com.acme.load | 1 | or com.acme::load for such methods of com.acme",
        "com.acme..*Service | 1 | or com.acme..*::*Service",
        "com.acme.Foo#bar | 13 | found '#'",
        "com.acme.Foo. | 14 | found the end",
        "com...Foo.bar | 4 | three mean nothing here",
        "com.acme.Foo.bar( | 18 | found the end",
        "com.acme.Foo.bar(,) | 18 | found ','",
        "com.acme.Foo.bar(int | 21 | accepted here: ',' or ')'",
        "com.acme.Foo.bar(int,) | 22 | found ')'",
        "com.acme.Foo.bar() x | 20 | nothing is accepted after the parameters",
        "com.acme.Foo.bar(List<String>) | 22 | types are written erased",
        "com.acme.Foo.bar(void) | 18 | \"void\"",
        "com.acme.Foo.bar(int..., int) | 24 | only the last parameter can be variable",
        "com.acme.Foo.bar(int[) | 22 | ']' is expected here",
        "com.acme.Foo.bar(Task+) | 22 | found '+'",
        "com.acme.Foo.<clinit> | 14 | found '<'",
        "com.acme.Foo::<clinit> | 15 | static initialisers are not woven",
        "com.acme.Foo:: | 15 | a method name",
        "com.acme.Foo:bar | 13 | found ':'",
        "com.acme.Foo+bar | 14 | accepted here: '.' or '::' and a method",
        "com.acme.Foo+..bar | 15 | a method name",
        "* com.acme.Foo.bar(..) | 3 | without modifiers or a return type",
        "public void com.acme.Foo.bar | 8 | without modifiers or a return type",
        "@ | 2 | an annotation's name",
        "@A@B * | 3 | a space and a type",
        "@A(x=1) * | 3 | without values",
        "@A @B * | 4 | a type is expected here",
        "(@A).b | 4 | a type or * is expected here",
        "(@A *.b | 8 | accepted here: '+' or ')'",
        "com acme.Foo | 5 | without modifiers",
        "!com.acme.Foo.bar | 1 | found '!'",
      })
  void refusesWithColumnAndWhatIsAccepted(String text, int column, String message) {
    PatternException problem =
        catchThrowableOfType(PatternException.class, () -> MethodPattern.parse(text));

    assertThat(problem).isNotNull().hasMessageContaining(message);
    assertThat(problem).hasMessageContaining("column " + column + " of \"" + text + "\"");
    assertThat(problem.column()).isEqualTo(column);
    assertThat(problem.pattern()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com.acme.plugin.internal..* | com.acme.plugin.internal..*",
        "com.acme.* | com.acme.*",
        "com.acme.*Test | com.acme.*Test",
        "com.acme..*Test | com.acme..*Test",
        "com.acme.Foo | com.acme.Foo",
        "com.acme.Foo+ | com.acme.Foo+",
        "*Test | *Test",
        "(@com.acme.Ann *) | (@com.acme.Ann *)",
        "(..com) | ..com",
        "(com.acme.plugin) | com.acme.plugin",
      })
  void readsExclusionsOfTypes(String text, String canonical) {
    Exclusion exclusion = Exclusion.parse(text);

    assertThat(exclusion.types()).hasToString(canonical).isEqualTo(TypePattern.parse(canonical));
    assertThat(Exclusion.parse(exclusion.toString())).isEqualTo(exclusion);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.acme.Foo.get*(..)",
        "com.acme.Foo.bar(int)",
        "*.toString()",
        "@com.acme.Unmeasured *",
        "com.acme.Foo.new(..)"
      })
  void readsExclusionsOfMethods(String text) {
    Exclusion exclusion = Exclusion.parse(text);

    assertThat(exclusion.methods()).isEqualTo(MethodPattern.parse(text));
    assertThat(exclusion).hasToString(text);
    assertThat(Exclusion.parse(exclusion.toString())).isEqualTo(exclusion);
  }

  @Test
  void refusesAnExclusionThatLooksLikeAPackage() {
    assertThat(
            catchThrowableOfType(
                PatternException.class, () -> Exclusion.parse("com.acme.plugin.internal")))
        .hasMessageContaining("may mean types or methods");
  }

  @Test
  void readsOpenTelemetrysMethodList() {
    assertThat(OtelMethodsInclude.parse(" my.pack.Class[method1, method2] ;other.Class$In[*]; "))
        .containsExactly(
            MethodPattern.parse("my.pack.Class+.method1"),
            MethodPattern.parse("my.pack.Class+.method2"),
            MethodPattern.parse("other.Class$In+.*"));
    assertThat(OtelMethodsInclude.parse("")).isEmpty();
    assertThat(OtelMethodsInclude.parse(";;")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.B | 4 | '[' and method names",
        "a.B[] | 5 | a method name",
        "a.B[x | 6 | ',' or ']'",
        "a.B[x,] | 7 | a method name",
        "a.B[x] c.D[y] | 8 | accepted here: ';'",
        "[x] | 1 | a name is expected",
      })
  void refusesAMethodListThatOpenTelemetryWouldRefuse(String text, int column, String message) {
    PatternException problem =
        catchThrowableOfType(PatternException.class, () -> OtelMethodsInclude.parse(text));

    assertThat(problem).isNotNull().hasMessageContaining(message);
    assertThat(problem.column()).isEqualTo(column);
  }
}
