package dev.gemba.agent.target;

import java.util.ArrayList;
import java.util.List;

/**
 * Recursive descent over the grammar in the package description. One parser reads one text, once.
 *
 * <p>The one thing the grammar does not settle is whether the last segment of a dotted name without
 * parentheses is a type or a method. That goes by Java's naming convention, and where the
 * convention is silent ({@code com.acme.*}) the text is refused, with both spellings that are
 * plain.
 */
final class PatternParser {
  private static final String NAME = "a name is expected here (letters, digits, _, $, - and *)";
  private static final String METHOD =
      "a method name, *, or new for constructors is expected here; static initialisers are not"
          + " woven";
  private static final String AFTER_TYPE = "accepted here: '.' or '::' and a method, or the end";

  private final String text;
  private int at;

  PatternParser(String text) {
    this.text = text;
  }

  /** What a text names: types alone if {@code typesOnly}, and then its method part is {@code *}. */
  private record Aim(
      NameGlob annotation,
      TypePattern type,
      NameGlob name,
      List<ParameterPattern> parameters,
      boolean typesOnly) {
    static Aim types(NameGlob annotation, TypePattern type) {
      return new Aim(annotation, type, NameGlob.ANY, null, true);
    }
  }

  MethodPattern parseMethod() {
    Aim aim = aim(false);
    return new MethodPattern(aim.annotation, aim.type, aim.name, aim.parameters);
  }

  Exclusion parseExclusion() {
    Aim aim = aim(true);
    if (aim.typesOnly && aim.annotation == null) {
      return new Exclusion(aim.type, null);
    }
    return new Exclusion(
        null, new MethodPattern(aim.annotation, aim.type, aim.name, aim.parameters));
  }

  TypePattern parseType() {
    skipSpace();
    TypePattern type = peek('(') ? typeInParentheses() : type(NAME);
    expectEnd("accepted here: '+' or the end");
    return type;
  }

  /** {@code my.package.Class[method1,method2];other.Class[*]}. */
  List<MethodPattern> parseMethodsInclude() {
    List<MethodPattern> patterns = new ArrayList<>();
    while (true) {
      skipSpace();
      if (at == text.length()) {
        return patterns;
      }
      if (peek(';')) {
        at++;
        continue;
      }
      TypePattern type = new TypePattern(null, NameGlob.of(name(NAME)), true);
      skipSpace();
      expect('[', "'[' and method names are expected after the class: Class[method1,method2]");
      do {
        skipSpace();
        patterns.add(new MethodPattern(null, type, member(), null));
        skipSpace();
      } while (take(','));
      expect(']', "accepted here: ',' or ']'");
      skipSpace();
      if (at < text.length() && !peek(';')) {
        throw fail("accepted here: ';' or the end");
      }
    }
  }

  private Aim aim(boolean exclusion) {
    skipSpace();
    NameGlob annotation = null;
    if (peek('@')) {
      annotation = annotation();
      if (at == text.length()) {
        return new Aim(annotation, TypePattern.ANY, NameGlob.ANY, null, false);
      }
    }
    if (peek('(')) {
      return afterType(annotation, typeInParentheses());
    }
    if (text.startsWith("::", at)) {
      return afterType(annotation, TypePattern.ANY);
    }
    int start = at;
    String name = name("a type is expected here, such as com.acme.Foo, com.acme..* or *");
    if (take('+')) {
      return afterType(annotation, new TypePattern(null, NameGlob.of(name), true));
    }
    if (text.startsWith("::", at) || text.startsWith(".<init>", at)) {
      return afterType(annotation, new TypePattern(null, NameGlob.of(name), false));
    }
    if (text.startsWith("...", at)) {
      throw fail("one dot is a package separator, two are any packages; three mean nothing here");
    }
    skipSpace();
    if (at < text.length() && !peek('(')) {
      throw fail(
          Character.isWhitespace(text.charAt(at - 1))
              ? "a pattern is Type.method(parameters), without modifiers or a return type"
              : "accepted here: '.', '..', '+', '::', '(' or the end");
    }
    return dotted(annotation, name, start, exclusion);
  }

  /** A dotted name that ends in a parameter list or with the text. */
  private Aim dotted(NameGlob annotation, String name, int start, boolean exclusion) {
    int dot = name.lastIndexOf('.');
    String last = name.substring(dot + 1);
    boolean parameters = peek('(');
    boolean gap = dot > 0 && name.charAt(dot - 1) == '.';
    if (!parameters) {
      boolean types = Character.isUpperCase(last.codePointAt(0)) || (gap && last.equals("*"));
      boolean wild = last.charAt(0) == '*';
      if (types || (exclusion && wild && annotation == null && mayBeTypes(name, dot, gap))) {
        return Aim.types(annotation, new TypePattern(null, NameGlob.of(name), false));
      }
      if (dot >= 0 && (gap ? wild : endsInPackage(name, dot))) {
        String owner = gap ? name.substring(0, dot - 1).concat("..*") : name.substring(0, dot);
        throw failAt(
            start,
            "\"" + name + "\", which may mean types or methods,",
            "write "
                + name
                + "::* for the methods of such types, or "
                + owner
                + "::"
                + last
                + " for such methods of "
                + owner);
      }
    }
    if (dot < 0 && annotation == null) {
      throw failAt(
          start,
          "\"" + name + "\", which names no type,",
          "a pattern is Type.method(parameters); *." + name + " is " + name + " of any type");
    }
    TypePattern type;
    if (dot < 0) {
      type = TypePattern.ANY;
    } else {
      String owner = gap ? name.substring(0, dot - 1).concat("..*") : name.substring(0, dot);
      type = new TypePattern(null, NameGlob.of(owner), false);
    }
    return new Aim(annotation, type, memberOf(last), parameters(), false);
  }

  private static boolean mayBeTypes(String name, int dot, boolean gap) {
    return dot < 0 || gap || endsInPackage(name, dot);
  }

  /** Whether the segment before the dot looks like a package by Java's naming convention. */
  private static boolean endsInPackage(String name, int dot) {
    for (int i = dot - 1; i >= 0 && name.charAt(i) != '.'; i--) {
      char c = name.charAt(i);
      if (c == '*' || c == '$' || Character.isUpperCase(c)) {
        return false;
      }
    }
    return true;
  }

  private Aim afterType(NameGlob annotation, TypePattern type) {
    skipSpace();
    if (at == text.length()) {
      return Aim.types(annotation, type);
    }
    if (text.startsWith("::", at)) {
      at += 2;
    } else {
      expect('.', AFTER_TYPE);
    }
    NameGlob member = member();
    skipSpace();
    return new Aim(annotation, type, member, parameters(), false);
  }

  private NameGlob annotation() {
    at++;
    NameGlob annotation = NameGlob.of(name("an annotation's name is expected here"));
    if (peek('(')) {
      throw fail("an annotation is asked for by name alone, without values");
    }
    if (at < text.length() && !Character.isWhitespace(text.charAt(at)) && !peek(')')) {
      throw fail("accepted here: a space and a type or *, or the end");
    }
    skipSpace();
    return annotation;
  }

  private TypePattern typeInParentheses() {
    at++;
    skipSpace();
    NameGlob annotation = peek('@') ? annotation() : null;
    TypePattern inner = type("a type or * is expected here, as in (@com.acme.Service *)");
    skipSpace();
    expect(')', "accepted here: '+' or ')'");
    return new TypePattern(annotation, inner.name(), inner.subtypes());
  }

  private TypePattern type(String accepted) {
    NameGlob name = NameGlob.of(name(accepted));
    return new TypePattern(null, name, take('+'));
  }

  /** A method name; null stands for constructors. */
  private NameGlob member() {
    int start = at;
    if (text.startsWith("<init>", at)) {
      at += 6;
    } else {
      segment(METHOD);
    }
    return memberOf(text.substring(start, at));
  }

  private static NameGlob memberOf(String segment) {
    boolean constructor = segment.equals("new") || segment.equals("<init>");
    return constructor ? null : NameGlob.of(segment);
  }

  /** The optional parameter list, and then the end of the text; null if any parameters do. */
  private List<ParameterPattern> parameters() {
    if (at == text.length()) {
      return null;
    }
    expect('(', "accepted here: '(' or the end");
    List<ParameterPattern> list = new ArrayList<>();
    skipSpace();
    if (!peek(')')) {
      do {
        skipSpace();
        list.add(parameter());
        skipSpace();
      } while (take(','));
    }
    expect(')', "accepted here: ',' or ')'; types are written erased: List, not List<String>");
    expectEnd("nothing is accepted after the parameters");
    return list;
  }

  private ParameterPattern parameter() {
    if (text.startsWith("..", at) && !isNamePart(at + 2)) {
      at += 2;
      return ParameterPattern.REST;
    }
    int start = at;
    String name = name("a parameter type, *, or .. for any number of them is expected here");
    if (name.equals("void")) {
      throw failAt(start, "\"void\"", "a parameter type is expected here");
    }
    int dimensions = 0;
    skipSpace();
    while (take('[')) {
      skipSpace();
      expect(']', "']' is expected here");
      skipSpace();
      dimensions++;
    }
    if (text.startsWith("...", at)) {
      at += 3;
      dimensions++;
      skipSpace();
      if (!peek(')')) {
        throw fail("')' is expected here: only the last parameter can be variable");
      }
    }
    return new ParameterPattern(NameGlob.of(name), dimensions);
  }

  /** Segments between {@code .} or {@code ..}, perhaps with {@code ..} in front. */
  private String name(String accepted) {
    int start = at;
    if (text.startsWith("..", at)) {
      at += 2;
    }
    segment(accepted);
    while (peek('.') && !text.startsWith("...", at) && !text.startsWith(".<init>", at)) {
      at += text.startsWith("..", at) ? 2 : 1;
      segment(NAME);
    }
    return text.substring(start, at);
  }

  private void segment(String accepted) {
    if (!isNamePart(at)) {
      throw fail(text.startsWith("<clinit>", at) ? METHOD : accepted);
    }
    while (isNamePart(at)) {
      at += Character.charCount(text.codePointAt(at));
    }
  }

  private boolean isNamePart(int index) {
    if (index >= text.length()) {
      return false;
    }
    int c = text.codePointAt(index);
    return c == '*'
        || c == '-'
        || (Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean take(char c) {
    boolean found = peek(c);
    if (found) {
      at++;
    }
    return found;
  }

  private void expect(char c, String accepted) {
    if (!take(c)) {
      throw fail(accepted);
    }
  }

  private void expectEnd(String accepted) {
    skipSpace();
    if (at < text.length()) {
      throw fail(accepted);
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private PatternException fail(String accepted) {
    String found =
        at < text.length()
            ? "'" + new String(Character.toChars(text.codePointAt(at))) + "'"
            : "the end";
    return failAt(at, found, accepted);
  }

  private PatternException failAt(int index, String found, String accepted) {
    return new PatternException(text, index + 1, found, accepted);
  }
}
