package dev.gemba.agent.target;

import static dev.gemba.agent.target.ClassMatch.Reason.ABSTRACT;
import static dev.gemba.agent.target.ClassMatch.Reason.ACCESSOR;
import static dev.gemba.agent.target.ClassMatch.Reason.BRIDGE;
import static dev.gemba.agent.target.ClassMatch.Reason.EXCLUDED;
import static dev.gemba.agent.target.ClassMatch.Reason.NATIVE;
import static dev.gemba.agent.target.ClassMatch.Reason.SYNTHETIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.board.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetMatcherTest {
  private static final String BOARD = "com.acme.board.Zoo$BoardService";

  /** On the right, what is taken of the whole zoo: class, method and number of parameters. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com.acme.board.Zoo$BoardService.load | BoardService.load/0 BoardService.load/1"
            + " BoardService.load/2",
        "com.acme.board.Zoo.BoardService.load() | BoardService.load/0",
        "com.acme.board.Zoo.BoardService::load(String) | BoardService.load/1",
        "com.acme.board.Zoo.BoardService.load(java.lang.String) | BoardService.load/1",
        "com.acme.board.Zoo.BoardService.load(String, ..) | BoardService.load/1",
        "com.acme.board.Zoo.BoardService.load(.., String[]) | BoardService.load/2",
        "com.acme.board.Zoo.BoardService.load(int, String...) | BoardService.load/2",
        "com.acme.board.Zoo.BoardService.load(*) | BoardService.load/1",
        "com.acme.board.Zoo.BoardService.load(.., *, ..) | BoardService.load/1 BoardService.load/2",
        "..BoardService.loadAll(java.util.Map.Entry, int[][], java..List) | BoardService.loadAll/3",
        "..BoardService.loadAll(*, *[], *) | BoardService.loadAll/3",
        "..BoardService.loadAll(*[], ..) | ''",
        "..BoardService.loadAll(*, int[], *) | ''",
        "..BoardService.loadAll(Entry, ..) | ''",
        "..load | BoardService.load/0 BoardService.load/1 BoardService.load/2 Inner.load/0"
            + " Innermost.load/0",
        "com.acme..Inner.* | Inner.load/0",
        "com.acme.board.Zoo$BoardService$Inner*.load | Inner.load/0 Innermost.load/0",
        "com.*.Zoo$Tag.new | ''",
        "com.acme.*.Zoo$Tag.new | Tag.new/1",
        "com.acme.Zoo*.load | ''",
        "@com.acme.board.Zoo.Hook * | BoardService.new/1 BoardService.hooked/0"
            + " BoardService.business/0 BoardService.size/0",
        "@com.acme.board.Zoo.Business * | BoardService.business/0",
        "@com.acme.board.Zoo.Hook com.acme..*.h* | BoardService.hooked/0",
        "@com.acme.board.Zoo.Hook com.acme..*.new | BoardService.new/1",
        "@com.acme.board.*Quiet * | BoardService.quiet/0",
        "@com.acme.board.Zoo.Tail * | BoardService.circle/0",
        "@com.acme.board.Zoo.Head * | BoardService.circle/0",
        "(@com.acme.board.Zoo.Service *).one | BoardService.one/0",
        "(@com.acme.board.Zoo.Service org..*).one | ''",
        "(@com.acme.board.Zoo.Service com.acme..*).l*() | BoardService.load/0 BoardService.later/0",
        "com.acme.board.Zoo.Plugin+.on* | Plugin.onStop/0 PrintPlugin.onExtra/0"
            + " PrintPlugin.onPause/0 PrintPlugin.onStart/0",
        "com.acme.board.Zoo.Plugin.* | Plugin.of/0 Plugin.onStop/0",
        "com.acme.board.Zoo.BasePlugin+.on* | PrintPlugin.onExtra/0 PrintPlugin.onPause/0"
            + " PrintPlugin.onStart/0",
        "java.lang.Runnable+.run | Threads.run/0",
        "java.util.Collection+.run | Threads.run/0",
        "*..Iterable+.run | Threads.run/0",
        "java.lang.Object+.run | Seen.run/0 Threads.run/0 Unseen.run/0",
        "com.acme.board.Zoo$Source+.next | StringSource.next/1",
        "com.acme.board.Zoo$Source+.next(Object) | StringSource.next/1",
        "com.acme.board.Zoo.Seen.run | Seen.run/0",
        "com.acme.board.Zoo.Seen.* | ''",
        "com.acme.board.Zoo.StringSource | StringSource.next/1",
        "com.acme.board.Zoo.Tag.name | Tag.name/0",
        "com.acme.board.Zoo.Tag.* | Tag.equals/1 Tag.hashCode/0 Tag.toString/0",
        "com.acme.board.Zoo.BoardService.get* | BoardService.getCount/0 BoardService.getTitle/0",
        "com.acme.board.Zoo.BoardService.lambda$* | BoardService.lambda$later$0/0",
        "com.acme.board.Zoo.BoardService.lambda* | ''",
        "com.acme.board.Zoo.StringSource.<init>() | StringSource.new/0",
        "java.util.ArrayList+.nothing | ''",
      })
  void takes(String pattern, String methods) {
    Set<String> expected = new TreeSet<>(Arrays.asList(methods.split(" ")));
    expected.remove("");

    Set<String> taken = new TreeSet<>();
    for (Class<?> type : ClassFiles.nested(Zoo.class)) {
      for (ClassMatch.Taken found : match(type, rule(0, pattern)).taken()) {
        taken.add(type.getSimpleName() + "." + describe(found.method()));
      }
    }

    assertThat(taken).isEqualTo(expected);
  }

  @Test
  void givesEachMethodToTheFirstRuleThatTakesIt() {
    ClassMatch match =
        match(
            Zoo.BoardService.class,
            rule(7, List.of(BOARD + ".load", BOARD + ".hooked"), BOARD + ".load(String)"),
            rule(3, BOARD + ".load*"),
            rule(9, BOARD + ".load(String)"));

    assertThat(match.taken())
        .extracting(taken -> describe(taken.method()) + " by " + taken.rule())
        .containsExactly(
            "load/0 by 7", "load/1 by 3", "load/2 by 7", "loadAll/3 by 3", "hooked/0 by 7");
    assertThat(match.skipped()).isEmpty();
  }

  @Test
  void saysWhyWhatIsNamedIsNotTaken() {
    assertThat(skipped(Zoo.Plugin.class, rule(4, "..Plugin.on*")))
        .containsExactly("onStart/0 " + ABSTRACT + " 4");
    assertThat(skipped(Zoo.BoardService.class, rule(0, "..BoardService.nothing")))
        .containsExactly("nothing/0 " + NATIVE + " 0");
    assertThat(skipped(Zoo.StringSource.class, rule(0, "..StringSource.next")))
        .containsExactly("next/1 " + BRIDGE + " 0");
    assertThat(skipped(Zoo.Seen.class, rule(0, "..Seen.*")))
        .containsExactly("run/0 " + BRIDGE + " 0");
    assertThat(
            skipped(
                Zoo.PrintPlugin.class,
                rule(2, List.of("..Plugin+.on*"), "..BasePlugin+"),
                rule(5, "..PrintPlugin.onStart")))
        .containsExactly("onPause/0 " + EXCLUDED + " 2", "onExtra/0 " + EXCLUDED + " 2");
  }

  @Test
  void leavesAccessorsAndTheCompilersMethodsOutOfWidePatterns() {
    assertThat(skipped(Zoo.BoardService.class, rule(0, "..BoardService.*")))
        .containsExactlyInAnyOrder(
            "nothing/0 " + NATIVE + " 0",
            "lambda$later$0/0 " + SYNTHETIC + " 0",
            "getTitle/0 " + ACCESSOR + " 0",
            "setTitle/1 " + ACCESSOR + " 0",
            "size/0 " + ACCESSOR + " 0",
            "withSize/1 " + ACCESSOR + " 0",
            "weights/0 " + ACCESSOR + " 0",
            "setWeights/1 " + ACCESSOR + " 0",
            "getCount/0 " + ACCESSOR + " 0",
            "setCount/1 " + ACCESSOR + " 0");
  }

  @Test
  void excludesTypesWithTheirConstructors() {
    assertThat(match(Zoo.BoardService.class, rule(0, List.of("..BoardService.new"), "com.acme..*")))
        .satisfies(match -> assertThat(match.taken()).isEmpty())
        .satisfies(match -> assertThat(match.skipped()).hasSize(2));
  }

  @Test
  void excludesByAnnotation() {
    ClassMatch match =
        match(
            Zoo.BoardService.class,
            rule(0, List.of("..BoardService.*()"), "@com.acme.board.Zoo.Hook *"));

    assertThat(match.taken())
        .extracting(taken -> describe(taken.method()))
        .containsExactly("load/0", "circle/0", "quiet/0", "later/0", "one/0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.*",
        "*.size",
        "java.util.List+.size",
        "..ArrayList.size",
        "java..*.size",
        "*.util.ArrayList.size",
        "(@Deprecated *).*"
      })
  void reachesTheJdkOnlyByAnExplicitPackage(String wide) {
    assertThat(match(java.util.ArrayList.class, rule(0, wide)).taken()).isEmpty();
    assertThat(match(java.util.ArrayList.class, rule(0, "java.util.ArrayList.size")).taken())
        .hasSize(1);
    assertThat(match(java.util.ArrayList.class, rule(0, "java.util..*.size")).taken()).hasSize(1);
    assertThat(match(java.util.ArrayList.class, rule(0, "java.util.Array*+.size")).taken())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev/gemba/agent/Agent",
        "dev/gemba/bootstrap/Bridge",
        "dev/gemba/api/Gemba",
        "dev/gemba/exporter/otlp/Otlp",
        "dev/gemba/premain/Premain",
        "dev/gemba/cli/Main",
        "io/opentelemetry/javaagent/OpenTelemetryAgent",
        "datadog/trace/bootstrap/Agent",
        "net/bytebuddy/ByteBuddy",
        "com/acme/Foo$$Lambda$14/0x0000000800c03000",
        "com/acme/Foo$$Lambda",
        "com/acme/Foo/0x0000000800c03000",
        "com/acme/Foo+0x0000000800c03000",
      })
  void neverTakesAgentsAndHiddenClasses(String name) {
    MethodFacts method = new MethodFacts("go", "()V", 1, List.of(), MethodFacts.Body.CODE, 10, 1);
    ClassFacts facts =
        new ClassFacts(61, 1, name, "java/lang/Object", List.of(), List.of(), List.of(method));
    TargetRule rule = rule(0, "*.*", name.replace('/', '.').replaceAll("[+.]0x.*", "") + "::go");

    ClassMatch match = TargetMatcher.of(List.of(rule)).match(facts, ClassFiles.SOURCE);

    assertThat(match.isEmpty()).isTrue();
    assertThat(match.never()).isNotNull();
    assertThat(NameFilter.of(List.of(rule)).mayMatch(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev/gemba/kanban/Board",
        "dev/gemba/zoo/Lambdas",
        "dev/gemba/agents/Smith",
        "io/opentelemetry/api/Tracer",
        "com/acme/Foo0x12",
        "com/sun/mail/smtp/SMTPTransport",
        "javax/servlet/http/HttpServlet",
      })
  void takesWhatOnlyLooksAlike(String name) {
    MethodFacts method = new MethodFacts("go", "()V", 1, List.of(), MethodFacts.Body.CODE, 10, 1);
    ClassFacts facts =
        new ClassFacts(61, 1, name, "java/lang/Object", List.of(), List.of(), List.of(method));

    assertThat(TargetMatcher.of(List.of(rule(0, "*.*"))).match(facts, n -> null).taken())
        .hasSize(1);
  }

  @Test
  void reportsSupertypesThatCannotBeReadAndGoesOn() {
    ClassSource patchy =
        name -> {
          if (name.endsWith("BasePlugin")) {
            throw new IllegalStateException("the loader is closed");
          }
          return name.endsWith("Plugin") ? new byte[] {1, 2, 3} : null;
        };
    TargetMatcher matcher = TargetMatcher.of(List.of(rule(0, "..Plugin+.onStart")));

    ClassMatch match = matcher.match(ClassFiles.facts(Zoo.PrintPlugin.class), patchy);

    assertThat(match.taken()).isEmpty();
    assertThat(match.unresolved()).containsExactly("com/acme/board/Zoo$BasePlugin");
    assertThat(matcher.match(ClassFiles.facts(Zoo.BasePlugin.class), patchy).unresolved())
        .containsExactly("com/acme/board/Zoo$Plugin");
  }

  @Test
  void reportsAnnotationsThatCannotBeRead() {
    ClassMatch match =
        TargetMatcher.of(List.of(rule(0, "@com.acme.board.Zoo.Hook *")))
            .match(ClassFiles.facts(Zoo.BoardService.class), name -> null);

    assertThat(match.taken())
        .extracting(t -> describe(t.method()))
        .containsExactly("new/1", "hooked/0", "size/0");
    assertThat(match.unresolved()).contains("com/acme/board/Zoo$VeryBusiness");
  }

  @Test
  void readsNothingOfTheJdkUnlessAPatternMayNameIt() {
    List<String> asked = new ArrayList<>();
    ClassSource source =
        name -> {
          asked.add(name);
          return ClassFiles.find(name);
        };
    TargetMatcher.of(List.of(rule(0, "com.acme.board.Zoo.Plugin+.run")))
        .match(ClassFiles.facts(Zoo.Threads.class), source);
    assertThat(asked).isEmpty();

    TargetMatcher.of(List.of(rule(0, "java.util.Collection+.run")))
        .match(ClassFiles.facts(Zoo.Threads.class), source);
    assertThat(asked).contains("java/util/ArrayList", "java/util/List");
  }

  @Test
  void asksForEachTypeOnceAndStaysBounded() {
    List<String> asked = new ArrayList<>();
    TypeHierarchy hierarchy =
        new TypeHierarchy(
            name -> {
              asked.add(name);
              return ClassFiles.find(name);
            },
            3);
    for (int i = 0; i < 2; i++) {
      assertThat(hierarchy.header("com/acme/board/Zoo$Plugin")).isNotNull();
      assertThat(hierarchy.header("com/acme/Absent")).isNull();
    }
    assertThat(asked).containsExactly("com/acme/board/Zoo$Plugin", "com/acme/Absent");

    for (int i = 0; i < 10; i++) {
      hierarchy.header("com/acme/Absent" + i);
    }
    assertThat(hierarchy.size()).isLessThanOrEqualTo(3);
  }

  private static TargetRule rule(int index, String... patterns) {
    return rule(index, Arrays.asList(patterns));
  }

  private static TargetRule rule(int index, List<String> patterns, String... exclusions) {
    List<MethodPattern> methods = new ArrayList<>();
    for (String pattern : patterns) {
      methods.add(MethodPattern.parse(pattern));
    }
    List<Exclusion> exclude = new ArrayList<>();
    for (String exclusion : exclusions) {
      exclude.add(Exclusion.parse(exclusion));
    }
    return new TargetRule(index, methods, exclude);
  }

  private static ClassMatch match(Class<?> type, TargetRule... rules) {
    return TargetMatcher.of(Arrays.asList(rules)).match(ClassFiles.facts(type), ClassFiles.SOURCE);
  }

  private static List<String> skipped(Class<?> type, TargetRule... rules) {
    List<String> skipped = new ArrayList<>();
    for (ClassMatch.Skipped found : match(type, rules).skipped()) {
      skipped.add(describe(found.method()) + " " + found.reason() + " " + found.rule());
    }
    return skipped;
  }

  private static String describe(MethodFacts method) {
    String name = method.isConstructor() ? "new" : method.name();
    return name + "/" + ParameterPattern.count(method.descriptor());
  }
}
