package dev.gemba.agent.target;

import java.util.ArrayList;
import java.util.List;

/**
 * A name with wildcards, matched against internal class names ({@code com/acme/Outer$Inner}) or
 * method names. Immutable; matching allocates nothing.
 *
 * <ul>
 *   <li>{@code *} is any run of characters without a package separator. The {@code $} of a nested
 *       class is an ordinary character to it, so {@code com.acme.*} also names the nested classes.
 *   <li>{@code .} is a package separator or, after the last one, the {@code $} of a nested class.
 *   <li>{@code ..} is a separator followed by any number of whole segments; in front, just those.
 *   <li>A lone {@code *} is any name at all.
 * </ul>
 */
final class NameGlob {
  static final NameGlob ANY = new NameGlob("*");

  private static final char STAR = '*';
  private static final char SEPARATOR = '/';
  private static final char GAP = '.'; // any number of (segment, separator)

  private final String text;
  private final char[] glob;
  private final int literalLength; // how much of the glob comes before the first STAR or GAP

  private NameGlob(String text) {
    this.text = text;
    StringBuilder compiled = new StringBuilder(text.length());
    int firstWildcard = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && i + 1 < text.length() && text.charAt(i + 1) == '.') {
        if (i > 0) {
          compiled.append(SEPARATOR);
        }
        c = GAP;
        i++;
      } else if (c == '.') {
        c = SEPARATOR;
      }
      if (firstWildcard < 0 && (c == STAR || c == GAP)) {
        firstWildcard = compiled.length();
      }
      compiled.append(c);
    }
    this.glob = compiled.toString().toCharArray();
    this.literalLength = firstWildcard < 0 ? glob.length : firstWildcard;
  }

  /** From text that the parser has checked: segments between {@code .} or {@code ..}. */
  static NameGlob of(String checkedText) {
    String text = checkedText;
    while (text.contains("**")) {
      text = text.replace("**", "*");
    }
    return text.equals("*") || text.equals("..*") ? ANY : new NameGlob(text);
  }

  boolean isAny() {
    return glob.length == 1 && glob[0] == STAR;
  }

  boolean isLiteral() {
    return literalLength == glob.length;
  }

  /** One segment alone, so a name without a package. */
  boolean isSimple() {
    return text.indexOf('.') < 0;
  }

  boolean matches(String name) {
    return matches(name, 0, name.length());
  }

  /**
   * As {@link #matches(String)}, where a name without a package also means {@code java.lang}, as it
   * does for parameter types and annotations in Java source.
   */
  boolean matchesImported(String name, int from, int to) {
    if (matches(name, from, to)) {
      return true;
    }
    return isSimple()
        && name.startsWith("java/lang/", from)
        && name.lastIndexOf('/', to - 1) == from + 9
        && matches(name, from + 10, to);
  }

  /**
   * Glob matching with two places to go back to: the last {@code *}, which may grow within its
   * segment, and the last {@code ..}, which may grow by whole segments. Earlier wildcards never
   * need to be tried again, because whatever they could still take the later one can take too.
   */
  boolean matches(String name, int from, int to) {
    if (isAny()) {
      return true;
    }
    int p = 0;
    int i = from;
    int starGlob = -1;
    int starName = 0;
    int gapGlob = -1;
    int gapName = 0;
    while (true) {
      if (p < glob.length) {
        char g = glob[p];
        if (g == STAR) {
          starGlob = ++p;
          starName = i;
          continue;
        }
        if (g == GAP) {
          gapGlob = ++p;
          gapName = i;
          starGlob = -1;
          continue;
        }
        if (i < to) {
          char c = name.charAt(i);
          if (c == g || (g == SEPARATOR && c == '$' && isNested(name, i, to))) {
            p++;
            i++;
            continue;
          }
        }
      } else if (i == to) {
        return true;
      }
      if (starGlob >= 0 && starName < to && name.charAt(starName) != '/') {
        i = ++starName;
        p = starGlob;
        continue;
      }
      if (gapGlob < 0) {
        return false;
      }
      while (gapName < to && !separates(name, gapName, to)) {
        gapName++;
      }
      if (gapName >= to) {
        return false;
      }
      i = ++gapName;
      p = gapGlob;
      starGlob = -1;
    }
  }

  private static boolean separates(String name, int index, int to) {
    char c = name.charAt(index);
    return c == '/' || (c == '$' && isNested(name, index, to));
  }

  /** Whether a {@code $} comes after the package; in a package it separates nothing. */
  private static boolean isNested(String name, int index, int to) {
    return name.lastIndexOf('/', to - 1) < index;
  }

  /** The text before the first wildcard, with {@code /} between segments. */
  String literalPrefix() {
    return new String(glob, 0, literalLength);
  }

  /** How many whole segments come before the first wildcard. */
  int literalSegments() {
    int separators = 0;
    for (int i = 0; i < literalLength; i++) {
      if (glob[i] == SEPARATOR) {
        separators++;
      }
    }
    return separators;
  }

  /**
   * Every internal name that a literal glob matches: {@code a.B.C} is {@code a/B/C}, {@code a/B$C}
   * and {@code a$B$C}.
   */
  List<String> literalNames() {
    List<String> names = new ArrayList<>();
    char[] name = glob.clone();
    names.add(new String(name));
    for (int i = name.length - 1; i >= 0; i--) {
      if (name[i] == SEPARATOR) {
        name[i] = '$';
        names.add(new String(name));
      }
    }
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NameGlob that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Canonical text: what {@link #of} reads back as an equal glob. */
  @Override
  public String toString() {
    return text;
  }
}
