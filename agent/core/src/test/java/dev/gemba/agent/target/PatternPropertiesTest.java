package dev.gemba.agent.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.board.Zoo;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds the language against random patterns over real classes, and against slow oracles. */
class PatternPropertiesTest {
  private static final List<Class<?>> TYPES = new ArrayList<>(ClassFiles.nested(Zoo.class));

  static {
    TYPES.addAll(
        List.of(
            java.util.ArrayList.class,
            java.util.Map.Entry.class,
            java.util.concurrent.ConcurrentHashMap.class,
            java.net.URI.class,
            java.sql.Timestamp.class,
            org.assertj.core.api.AbstractAssert.class,
            org.assertj.core.api.StringAssert.class,
            org.junit.jupiter.api.Assertions.class,
            org.junit.jupiter.api.extension.BeforeAllCallback.class,
            net.jqwik.api.Arbitrary.class,
            net.bytebuddy.ByteBuddy.class,
            PatternParser.class));
  }

  /** A pattern in parts, so that an oracle need not read the language. */
  record Parts(
      String annotation,
      String typeAnnotation,
      String type,
      boolean subtypes,
      String method,
      String parameters) {
    String annotationText() {
      return annotation == null ? "" : "@" + annotation + " ";
    }

    String text() {
      String types = type + (subtypes ? "+" : "");
      if (typeAnnotation != null) {
        types = "(@" + typeAnnotation + " " + types + ")";
      }
      return annotationText() + types + "." + method + "(" + parameters + ")";
    }
  }

  @Property(tries = 2_000)
  void canonicalTextReadsBackAsTheSamePattern(@ForAll("patterns") Parts parts) {
    MethodPattern pattern = MethodPattern.parse(parts.text());

    assertThat(MethodPattern.parse(pattern.toString())).isEqualTo(pattern);
    assertThat(MethodPattern.parse(pattern.toString())).hasToString(pattern.toString());
    assertThat(Exclusion.parse(pattern.toString()).methods()).isEqualTo(pattern);
    TypePattern type = pattern.type();
    assertThat(TypePattern.parse(type.toString())).isEqualTo(type);
  }

  @Property(tries = 3_000)
  void anyTextIsReadOrRefusedInOneWay(@ForAll("scribbles") String text) {
    try {
      MethodPattern pattern = MethodPattern.parse(text);
      assertThat(MethodPattern.parse(pattern.toString())).isEqualTo(pattern);
    } catch (PatternException refused) {
      assertThat(refused.column()).isBetween(1, text.length() + 1);
    }
    try {
      Exclusion exclusion = Exclusion.parse(text);
      assertThat(Exclusion.parse(exclusion.toString())).isEqualTo(exclusion);
    } catch (PatternException refused) {
      assertThat(refused).hasMessageContaining("found ");
    }
  }

  @Property(tries = 3_000)
  void globAgreesWithRegularExpression(
      @ForAll("globs") String glob, @ForAll("internalNames") String name) {
    assertThat(NameGlob.of(glob).matches(name))
        .as("%s on %s", glob, name)
        .isEqualTo(Oracle.matches(glob, name));
  }

  @Property(tries = 1_000)
  void nameFilterNeverHidesWhatTheMatcherWouldTake(
      @ForAll("patterns") Parts first, @ForAll("patterns") Parts second) {
    List<TargetRule> rules =
        List.of(
            new TargetRule(0, List.of(MethodPattern.parse(first.text())), List.of()),
            new TargetRule(1, List.of(MethodPattern.parse(second.text())), List.of(), true));
    NameFilter filter = NameFilter.of(rules);
    TargetMatcher matcher = TargetMatcher.of(rules);
    for (Class<?> type : TYPES) {
      ClassFacts facts = Facts.of(type);
      comeBy(filter, type);
      if (!matcher.match(facts, Facts.HIERARCHY).isEmpty()) {
        assertThat(filter.mayMatch(facts.name())).as(facts.name()).isTrue();
      }
    }
  }

  /** As the JVM loads them: what a class extends first. */
  private static void comeBy(NameFilter filter, Class<?> type) {
    if (type != null) {
      comeBy(filter, type.getSuperclass());
      for (Class<?> implemented : type.getInterfaces()) {
        comeBy(filter, implemented);
      }
      boolean ignored = filter.mayMatch(type.getName().replace('.', '/'));
    }
  }

  @Property(tries = 1_000)
  void matcherNamesWhatReflectionSaysItShould(@ForAll("patterns") Parts parts) {
    TargetMatcher matcher =
        TargetMatcher.of(
            List.of(new TargetRule(0, List.of(MethodPattern.parse(parts.text())), List.of())));
    for (Class<?> type : TYPES) {
      ClassFacts facts = Oracle.withoutInvisibleAnnotations(Facts.of(type), type);
      ClassMatch match = matcher.match(facts, Facts.HIERARCHY);
      Set<String> named = new TreeSet<>();
      match.taken().forEach(taken -> named.add(Oracle.signature(taken.method())));
      match.skipped().forEach(skipped -> named.add(Oracle.signature(skipped.method())));
      assertThat(named).as("%s on %s", parts.text(), type).isEqualTo(Oracle.named(parts, type));
    }
  }

  @Property(tries = 500)
  void prefixSetAgreesWithAskingOneByOne(
      @ForAll("internalNames") String name, @ForAll("prefixLists") List<String> prefixes) {
    Map<String, Integer> kinds = new HashMap<>();
    prefixes.forEach(prefix -> kinds.put(prefix, prefix.length()));
    PrefixSet set = new PrefixSet(kinds);
    Optional<String> longest =
        prefixes.stream().filter(name::startsWith).max(Comparator.comparingInt(String::length));

    int index = set.indexOf(name);

    assertThat(index < 0 ? Optional.empty() : Optional.of(set.prefix(index))).isEqualTo(longest);
    longest.ifPresent(prefix -> assertThat(set.kind(index)).isEqualTo(prefix.length()));
  }

  @Provide
  Arbitrary<List<String>> prefixLists() {
    return Arbitraries.strings()
        .withChars("ab/")
        .ofMinLength(1)
        .ofMaxLength(4)
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> scribbles() {
    return Arbitraries.of(
            "@",
            "(",
            ")",
            ".",
            "..",
            "*",
            "+",
            "::",
            ":",
            "com",
            "acme",
            "Foo",
            "Bar$Baz",
            "load",
            " ",
            ",",
            "int",
            "[]",
            "...",
            "new",
            "<init>",
            "<clinit>",
            "#",
            "é",
            "\u0000",
            "-",
            "\t")
        .list()
        .ofMaxSize(9)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> internalNames() {
    return Arbitraries.strings()
        .withChars("ab$")
        .ofMinLength(1)
        .ofMaxLength(3)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .flatMap(
            segments ->
                Arbitraries.integers()
                    .between(0, segments.size() - 1)
                    .map(
                        packages ->
                            String.join("/", segments.subList(0, packages))
                                + (packages == 0 ? "" : "/")
                                + String.join("$", segments.subList(packages, segments.size()))));
  }

  @Provide
  Arbitrary<String> globs() {
    Arbitrary<String> segment =
        Arbitraries.strings().withChars("ab*$").ofMinLength(1).ofMaxLength(4);
    Arbitrary<String> rest =
        Combinators.combine(Arbitraries.of(".", ".."), segment).as(String::concat);
    return Combinators.combine(
            Arbitraries.of("", ".."),
            segment,
            rest.list().ofMaxSize(3).map(r -> String.join("", r)))
        .as((gap, first, more) -> gap + first + more);
  }

  @Provide
  Arbitrary<Parts> patterns() {
    Arbitrary<String> annotations =
        Arbitraries.of(
            "com.acme.board.Zoo.Hook",
            "com.acme.board.Zoo$Business",
            "com.acme..*",
            "..Tail",
            "..Service",
            "Deprecated",
            "java.lang.*",
            "FunctionalInterface",
            "org.apiguardian.api.API",
            "*");
    return Combinators.combine(
            annotations.injectNull(0.7),
            annotations.injectNull(0.8),
            typeNames(),
            Arbitraries.of(false, false, true),
            methodNames(),
            parameterLists())
        .as(Parts::new);
  }

  /** Names of real types and their supertypes, with wildcards put in here and there. */
  private static Arbitrary<String> typeNames() {
    Set<String> names =
        new TreeSet<>(Set.of("*", "..*", "*..*", "java.*", "java..*", "java.util..*"));
    for (Class<?> type : TYPES) {
      Oracle.supertypes(type).forEach(supertype -> names.add(supertype.getName()));
    }
    Arbitrary<String> plain = Arbitraries.of(names);
    Arbitrary<String> blurred =
        Combinators.combine(
                plain, Arbitraries.integers().between(0, 60), Arbitraries.integers().between(0, 6))
            .as(PatternPropertiesTest::blur);
    return Arbitraries.oneOf(plain, blurred, blurred, Arbitraries.of("*", "com.acme..*"));
  }

  private static String blur(String name, int place, int how) {
    if (name.indexOf('*') >= 0) {
      return name;
    }
    int dot = name.indexOf('.', place % name.length());
    int last = name.lastIndexOf('.');
    return switch (how) {
      case 0 -> dot < 0 ? name : name.substring(0, dot) + "." + name.substring(dot);
      case 1 -> dot < 0 ? "..*" : ".." + name.substring(dot + 1);
      case 2 -> dot < 0 ? name + "*" : name.substring(0, dot) + "..*";
      case 3 -> last < 0 ? name : name.substring(0, last) + ".*";
      case 4 ->
          dot < 0 ? name.replace('$', '.') : name.substring(0, dot) + "*" + name.substring(dot);
      case 5 -> last < 0 ? name : name.substring(0, last + 2) + "*";
      default -> name.replace('$', '.');
    };
  }

  private static Arbitrary<String> methodNames() {
    return Arbitraries.of(
        "*",
        "new",
        "load",
        "on*",
        "get*",
        "*e",
        "*a*e*",
        "size",
        "next",
        "run",
        "is*",
        "of",
        "equals",
        "lambda$*",
        "hashCode",
        "value*",
        "map",
        "hooked");
  }

  private static Arbitrary<String> parameterLists() {
    Arbitrary<String> parameter =
        Arbitraries.of(
            "..",
            "*",
            "int",
            "long",
            "String",
            "Object",
            "java.lang.String",
            "String[]",
            "java..*",
            "..Map.Entry",
            "*[]",
            "int[][]",
            "String...",
            "..*");
    return Arbitraries.oneOf(
        Arbitraries.just(".."),
        parameter
            .list()
            .ofMaxSize(3)
            .map(list -> String.join(", ", list))
            .filter(list -> !list.contains("...,")));
  }

  private static final class Facts {
    static final TypeHierarchy HIERARCHY = new TypeHierarchy(ClassFiles.SOURCE);
    private static final Map<Class<?>, ClassFacts> KNOWN = new HashMap<>();

    static ClassFacts of(Class<?> type) {
      return KNOWN.computeIfAbsent(type, ClassFiles::facts);
    }
  }

  /** The same meaning by reflection and regular expressions, without a thought for speed. */
  private static final class Oracle {
    static Set<String> named(Parts parts, Class<?> type) {
      Set<String> named = new TreeSet<>();
      if (!isType(parts, type)) {
        return named;
      }
      List<Executable> all = new ArrayList<>(List.of(type.getDeclaredConstructors()));
      all.addAll(List.of(type.getDeclaredMethods()));
      for (Executable executable : all) {
        boolean constructor = !(executable instanceof Method);
        boolean byName =
            constructor
                ? parts.method.equals("new")
                    || (parts.annotation != null && parts.method.equals("*"))
                : !parts.method.equals("new") && matches(parts.method, executable.getName());
        if (byName
            && parameters(parts.parameters, executable.getParameterTypes())
            && (parts.annotation == null || isAnnotated(executable, parts.annotation))) {
          named.add(signature(executable));
        }
      }
      return named;
    }

    /** Takes out of the facts the annotations of retention CLASS, which reflection does not see. */
    static ClassFacts withoutInvisibleAnnotations(ClassFacts facts, Class<?> type) {
      Map<String, AnnotatedElement> elements = new HashMap<>();
      for (Executable constructor : type.getDeclaredConstructors()) {
        elements.put(signature(constructor), constructor);
      }
      for (Executable method : type.getDeclaredMethods()) {
        elements.put(signature(method), method);
      }
      List<MethodFacts> methods = new ArrayList<>();
      for (MethodFacts method : facts.methods()) {
        methods.add(
            new MethodFacts(
                method.name(),
                method.descriptor(),
                method.accessFlags(),
                visible(method.annotations(), elements.get(signature(method))),
                method.body(),
                method.codeLength(),
                method.maxLocals()));
      }
      return new ClassFacts(
          facts.majorVersion(),
          facts.accessFlags(),
          facts.name(),
          facts.superName(),
          facts.interfaces(),
          visible(facts.annotations(), type),
          methods);
    }

    private static List<String> visible(List<String> annotations, AnnotatedElement element) {
      List<String> kept = new ArrayList<>(annotations);
      if (element != null) {
        Set<String> seen = new HashSet<>();
        for (Annotation annotation : element.getDeclaredAnnotations()) {
          seen.add(annotation.annotationType().descriptorString());
        }
        kept.retainAll(seen);
      }
      return kept;
    }

    private static boolean isType(Parts parts, Class<?> type) {
      String name = type.getName().replace('.', '/');
      if (name.startsWith("dev/gemba/agent/") || name.startsWith("net/bytebuddy/")) {
        return false;
      }
      boolean direct = matches(parts.type, name);
      if (name.startsWith("java/")) {
        boolean explicit = parts.type.matches("[\\w$]+\\.[\\w$]+\\..*");
        if (!explicit || !direct) {
          return false;
        }
      }
      boolean named = direct;
      if (parts.subtypes) {
        for (Class<?> supertype : supertypes(type)) {
          named |= matches(parts.type, supertype.getName().replace('.', '/'));
        }
      }
      return named && (parts.typeAnnotation == null || isAnnotated(type, parts.typeAnnotation));
    }

    static Set<Class<?>> supertypes(Class<?> type) {
      Set<Class<?>> all = new HashSet<>();
      if (type != null && all.add(type)) {
        all.addAll(supertypes(type.getSuperclass()));
        for (Class<?> supertype : type.getInterfaces()) {
          all.addAll(supertypes(supertype));
        }
        all.add(Object.class); // which class files name as the superclass of interfaces, too
      }
      return all;
    }

    private static boolean isAnnotated(AnnotatedElement element, String name) {
      Set<Class<?>> all = new HashSet<>();
      for (Annotation annotation : element.getDeclaredAnnotations()) {
        collect(annotation.annotationType(), all);
      }
      for (Class<?> annotation : all) {
        if (imported(name, annotation)) {
          return true;
        }
      }
      return false;
    }

    private static void collect(Class<?> annotation, Set<Class<?>> all) {
      if (all.add(annotation)) {
        for (Annotation meta : annotation.getDeclaredAnnotations()) {
          collect(meta.annotationType(), all);
        }
      }
    }

    private static boolean imported(String pattern, Class<?> type) {
      String name = type.getName().replace('.', '/');
      return matches(pattern, name)
          || (pattern.indexOf('.') < 0
              && name.matches("java/lang/[^/]*")
              && matches(pattern, name.substring(10)));
    }

    private static boolean parameters(String patterns, Class<?>[] types) {
      List<String> list = patterns.isEmpty() ? List.of() : List.of(patterns.split(", "));
      return parameters(list, List.of(types));
    }

    private static boolean parameters(List<String> patterns, List<Class<?>> types) {
      if (patterns.isEmpty()) {
        return types.isEmpty();
      }
      List<String> rest = patterns.subList(1, patterns.size());
      if (patterns.get(0).equals("..")) {
        for (int i = 0; i <= types.size(); i++) {
          if (parameters(rest, types.subList(i, types.size()))) {
            return true;
          }
        }
        return false;
      }
      return !types.isEmpty()
          && parameter(patterns.get(0).replace("...", "[]"), types.get(0))
          && parameters(rest, types.subList(1, types.size()));
    }

    private static boolean parameter(String pattern, Class<?> type) {
      if (pattern.equals("*") || pattern.equals("..*")) {
        return true;
      }
      if (pattern.endsWith("[]")) {
        return type.isArray()
            && parameter(pattern.substring(0, pattern.length() - 2), type.getComponentType());
      }
      return !type.isArray()
          && (type.isPrimitive() ? pattern.equals(type.getName()) : imported(pattern, type));
    }

    static boolean matches(String glob, String name) {
      if (glob.equals("*") || glob.equals("..*") || glob.matches("(\\.\\.)?\\*+")) {
        return true;
      }
      String separator = "(?:/|\\$(?=[^/]*$))";
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < glob.length(); i++) {
        char c = glob.charAt(i);
        if (c == '.' && glob.startsWith("..", i)) {
          regex.append(i == 0 ? "" : separator).append("(?:.*").append(separator).append(")?");
          i++;
        } else if (c == '.') {
          regex.append(separator);
        } else if (c == '*') {
          regex.append("[^/]*");
        } else {
          regex.append(Pattern.quote(String.valueOf(c)));
        }
      }
      return Pattern.matches(regex.toString(), name);
    }

    static String signature(Executable executable) {
      StringBuilder text = new StringBuilder();
      text.append(executable instanceof Method ? executable.getName() : "<init>").append('(');
      for (Class<?> type : executable.getParameterTypes()) {
        text.append(type.descriptorString());
      }
      text.append(')');
      if (executable instanceof Method method) {
        return text.append(method.getReturnType().descriptorString()).toString();
      }
      return text.append('V').toString();
    }

    static String signature(MethodFacts method) {
      return method.name() + method.descriptor();
    }
  }
}
