package dev.gemba.agent.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.board.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternDiagnosisTest {

  /** The test zoo, and what it inherits from. */
  private static final class ZooClasses implements LoadedClasses {
    private final Map<String, ClassFacts> byName = new LinkedHashMap<>();

    ZooClasses() {
      add(Zoo.class);
      for (Class<?> type : Zoo.class.getDeclaredClasses()) {
        add(type);
      }
      add(Runnable.class);
      add(Object.class);
    }

    private void add(Class<?> type) {
      String name = type.getName().replace('.', '/');
      byName.put(name, ClassFileReader.read(read(name)));
    }

    static byte[] read(String name) {
      try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
        return in == null ? null : in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Collection<String> names() {
      return byName.keySet();
    }

    @Override
    public List<ClassFacts> facts(String internalName) {
      return byName.containsKey(internalName) ? List.of(byName.get(internalName)) : List.of();
    }

    @Override
    public TypeHierarchy hierarchy(ClassFacts of) {
      return new TypeHierarchy(ZooClasses::read);
    }
  }

  private final ZooClasses loaded = new ZooClasses();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com.acme.board.Zoo.BoardService.laod(..) | declares no such method; near it: load",
        "com.acme.board.Zoo.BordService.load(..) | near it: com.acme.board.Zoo$BoardService",
        "com.acme.bored.BoardService.load(..) | near it: com.acme.board.Zoo$BoardService",
        "com.acme.board.Zoo.BOARDSERVICE.load(..) | near it: com.acme.board.Zoo$BoardService",
        "com.acme.borad..*.load(..) | the package com.acme.borad; near it: com.acme.board",
        "com.acme.board.Zoo.BoardService.load(long, long, long) | the parameters differ; there is",
        "com.acme.board.Zoo.Plugin.onStart(..) | is left: abstract; com.acme.board.Zoo.Plugin+"
            + " means those that implement it",
        "com.acme.board.Zoo.PrintPlugin.onStop(..) | declares no such method",
        "java.lang.Runnable+.walk(..) | declares such a method",
        "@com.acme.Nothing * | no method of a loaded class carries @com.acme.Nothing",
        "org.acme.Missing.load(..) | no class org.acme.Missing is loaded",
      })
  void tellsWhatIsWrongAndWhatWasProbablyMeant(String pattern, String expected) {
    assertThat(why(pattern)).contains(expected);
  }

  private String why(String pattern, TargetRule... others) {
    return PatternDiagnosis.of(MethodPattern.parse(pattern), List.of(), List.of(others), loaded);
  }

  @Test
  void namesTheExclusion() {
    String why =
        PatternDiagnosis.of(
            MethodPattern.parse("com.acme.board.Zoo.BoardService.load(..)"),
            List.of(Exclusion.parse("org..*"), Exclusion.parse("com.acme.board..*")),
            List.of(),
            loaded);

    assertThat(why).contains("excluded by 'com.acme.board..*', exclusion 2");
  }

  @Test
  void namesTheTargetThatCameFirst() {
    MethodPattern pattern = MethodPattern.parse("com.acme.board.Zoo.BoardService.load()");
    TargetRule first = new TargetRule(0, List.of(MethodPattern.parse("..load(..)")), List.of());
    TargetRule second = new TargetRule(1, List.of(pattern), List.of());

    assertThat(why(pattern.toString(), first, second))
        .isEqualTo("com.acme.board.Zoo$BoardService.load() goes to target 1, which comes first");
  }

  @Test
  void answersAreThoseOfTheMatcher() {
    List<TargetRule> rules =
        List.of(
            new TargetRule(
                0,
                List.of(MethodPattern.parse("com.acme.board.Zoo.BoardService.load(..)")),
                List.of(Exclusion.parse("..load(String)"))));

    List<MethodQuestion.Verdict> verdicts =
        MethodQuestion.answer(MethodQuestion.parse("BoardService.load"), rules, loaded);

    assertThat(verdicts).isNotEmpty();
    for (MethodQuestion.Verdict verdict : verdicts) {
      ClassMatch match =
          TargetMatcher.of(rules)
              .match(loaded.facts(verdict.className()).get(0), loaded.hierarchy(null));
      boolean taken = match.taken().stream().anyMatch(t -> t.method().equals(verdict.method()));
      assertThat(verdict.taken() == 0).as(verdict.signature()).isEqualTo(taken);
    }
    assertThat(verdicts)
        .anyMatch(
            v -> v.signature().endsWith("load(String)") && v.reason().contains("excluded by"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "load | ..*.load(..)",
        "BoardService | ..BoardService.*(..)",
        "BoardService.load | ..BoardService.load(..)",
        "com.acme.board.Zoo.BoardService.load(String)"
            + " | com.acme.board.Zoo.BoardService.load(String)",
      })
  void questionMayLeaveOutWhatItsAuthorDoesNotKnow(String question, String pattern) {
    MethodPattern asked = MethodQuestion.parse(question);
    MethodPattern meant = MethodPattern.parse(pattern);
    List<TargetRule> none = List.of();

    assertThat(MethodQuestion.answer(asked, none, loaded))
        .isNotEmpty()
        .isEqualTo(MethodQuestion.answer(meant, none, loaded));
  }

  @Test
  void signaturesAreAsPeopleWriteThem() {
    assertThat(Signature.of("com/acme/Foo", "load", "(I[[Ljava/lang/String;LBar;J)V"))
        .isEqualTo("com.acme.Foo.load(int, String[][], Bar, long)");
    assertThat(Signature.of("com/acme/Foo", "<init>", "()V")).isEqualTo("com.acme.Foo.new()");
  }
}
