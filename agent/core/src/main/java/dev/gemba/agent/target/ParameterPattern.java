package dev.gemba.agent.target;

/**
 * One place of a parameter list: {@code ..} (any number of parameters) or a type. Matched against a
 * method descriptor (JVMS 4.3.3). Immutable.
 *
 * @param element the type's name without its dimensions; null for {@code ..}
 * @param dimensions how many {@code []} follow
 */
record ParameterPattern(NameGlob element, int dimensions) {
  static final ParameterPattern REST = new ParameterPattern(null, 0);

  private static final String PRIMITIVES = "BCDFIJSZ";
  private static final String[] PRIMITIVE_NAMES = {
    "byte", "char", "double", "float", "int", "long", "short", "boolean"
  };

  boolean isRest() {
    return element == null;
  }

  /**
   * Whether the descriptor's parameters are those of the list; a list that is null is any. As in
   * {@link NameGlob}, only the last {@code ..} ever needs to grow.
   */
  static boolean matches(ParameterPattern[] list, String descriptor) {
    if (list == null) {
      return true;
    }
    int p = 0;
    int at = 1; // after the '('
    int restList = -1;
    int restAt = 0;
    while (true) {
      boolean atEnd = descriptor.charAt(at) == ')';
      if (p < list.length && list[p].isRest()) {
        restList = ++p;
        restAt = at;
        continue;
      }
      if (p == list.length ? atEnd : !atEnd && list[p].matches(descriptor, at)) {
        if (atEnd) {
          return true;
        }
        p++;
        at = endOfType(descriptor, at);
        continue;
      }
      if (restList < 0 || descriptor.charAt(restAt) == ')') {
        return false;
      }
      restAt = endOfType(descriptor, restAt);
      at = restAt;
      p = restList;
    }
  }

  private boolean matches(String descriptor, int from) {
    int at = from;
    while (descriptor.charAt(at) == '[') {
      at++;
    }
    int found = at - from;
    // "any type" is also any array, so "*[]" is an array of any depth
    if (element.isAny()) {
      return found >= dimensions;
    }
    if (found != dimensions) {
      return false;
    }
    char kind = descriptor.charAt(at);
    if (kind == 'L') {
      return element.matchesImported(descriptor, at + 1, descriptor.indexOf(';', at));
    }
    int primitive = PRIMITIVES.indexOf(kind);
    return primitive >= 0 && element.matches(PRIMITIVE_NAMES[primitive]);
  }

  /** Whether the parameter part is as JVMS 4.3.3 has it, which all else here relies on. */
  static boolean isWellFormed(String descriptor) {
    int length = descriptor.length();
    if (length == 0 || descriptor.charAt(0) != '(') {
      return false;
    }
    int at = 1;
    while (at < length && descriptor.charAt(at) != ')') {
      while (at < length && descriptor.charAt(at) == '[') {
        at++;
      }
      if (at < length && descriptor.charAt(at) == 'L') {
        at = descriptor.indexOf(';', at);
        if (at < 0) {
          return false;
        }
      } else if (at == length || PRIMITIVES.indexOf(descriptor.charAt(at)) < 0) {
        return false;
      }
      at++;
    }
    return at < length;
  }

  private static int endOfType(String descriptor, int from) {
    int at = from;
    while (descriptor.charAt(at) == '[') {
      at++;
    }
    return descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
  }

  /** How many parameters the descriptor has. */
  static int count(String descriptor) {
    int count = 0;
    for (int at = 1; descriptor.charAt(at) != ')'; at = endOfType(descriptor, at)) {
      count++;
    }
    return count;
  }

  @Override
  public String toString() {
    return isRest() ? ".." : element + "[]".repeat(dimensions);
  }
}
