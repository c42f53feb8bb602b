package dev.gemba.agent.config;

/**
 * The name under which the calls of a target are aggregated: text with placeholders.
 *
 * @param template text with any of <code>{class}</code>, the simple name of the class that declares
 *     the method; <code>{type}</code>, that of the receiver at run time; <code>{method}</code>
 */
public record OperationName(String template) {

  /** {@code Class.method}. */
  public static final OperationName DEFAULT = new OperationName("{class}.{method}");

  private static final String CLASS = "{class}";
  private static final String TYPE = "{type}";
  private static final String METHOD = "{method}";
  private static final int LONGEST = 255;

  /**
   * @throws IllegalArgumentException if the text is blank or too long, or has another placeholder;
   *     the message says which
   */
  public OperationName {
    if (template.isBlank()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (template.length() > LONGEST) {
      throw new IllegalArgumentException("it is longer than " + LONGEST + " characters");
    }
    check(template);
  }

  private static void check(String template) {
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (Character.isISOControl(c)) {
        throw new IllegalArgumentException("column " + (at + 1) + " is a control character");
      }
      String placeholder = placeholderAt(template, at);
      if (placeholder == null && (c == '{' || c == '}')) {
        throw new IllegalArgumentException("column " + (at + 1) + " begins no known placeholder");
      }
      at += placeholder == null ? 1 : placeholder.length();
    }
  }

  /** Whether the name depends on the receiver's class at run time. */
  public boolean perType() {
    return template.contains(TYPE);
  }

  /**
   * The name of a method's operation, as far as it is known when the method is woven: <code>{type}
   * </code> stays as it is.
   *
   * @param declaringSimpleName see {@link #simpleName}
   */
  public String resolve(String declaringSimpleName, String method) {
    return resolve(declaringSimpleName, method, TYPE);
  }

  /**
   * The name of a method's operation for receivers of one class.
   *
   * @param declaringSimpleName see {@link #simpleName}
   * @param typeSimpleName likewise, of the receiver's class
   */
  public String resolve(String declaringSimpleName, String method, String typeSimpleName) {
    StringBuilder name = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      String placeholder = placeholderAt(template, at);
      if (placeholder == null) {
        name.append(template.charAt(at++));
        continue;
      }
      name.append(
          switch (placeholder) {
            case CLASS -> declaringSimpleName;
            case TYPE -> typeSimpleName;
            default -> method;
          });
      at += placeholder.length();
    }
    return name.toString();
  }

  /**
   * Whether a method's operation is called so, for receivers of some class at least.
   *
   * @param declaringSimpleName see {@link #simpleName}
   */
  public boolean mayBecome(String operation, String declaringSimpleName, String method) {
    String resolved = resolve(declaringSimpleName, method);
    int type = resolved.indexOf(TYPE);
    if (type < 0) {
      return resolved.equals(operation);
    }
    String before = resolved.substring(0, type);
    String after = resolved.substring(resolved.lastIndexOf(TYPE) + TYPE.length());
    return operation.length() > before.length() + after.length()
        && operation.startsWith(before)
        && operation.endsWith(after);
  }

  /**
   * A class's name as it stands in operations: without its package, nested classes joined by a dot.
   * A {@code $} that joins nothing, as in the names of Scala objects, stays.
   *
   * @param binaryName such as {@code com.acme.Outer$Inner}
   */
  public static String simpleName(String binaryName) {
    String name = binaryName.substring(binaryName.lastIndexOf('.') + 1);
    if (name.indexOf('$') < 0) {
      return name;
    }
    StringBuilder dotted = new StringBuilder(name);
    for (int i = 1; i < name.length() - 1; i++) {
      if (name.charAt(i) == '$' && name.charAt(i - 1) != '$' && name.charAt(i + 1) != '$') {
        dotted.setCharAt(i, '.');
      }
    }
    return dotted.toString();
  }

  /** The template, as the config has it. */
  @Override
  public String toString() {
    return template;
  }

  private static String placeholderAt(String template, int at) {
    if (template.startsWith(CLASS, at)) {
      return CLASS;
    }
    if (template.startsWith(TYPE, at)) {
      return TYPE;
    }
    return template.startsWith(METHOD, at) ? METHOD : null;
  }
}
