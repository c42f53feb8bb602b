package dev.gemba.cli.heap;

/** Names of classes as a source has them, of those that the JVM has. */
final class ClassNames {

  private ClassNames() {}

  /** {@code byte[]} of {@code [B}, {@code com.acme.Card[]} of {@code [Lcom.acme.Card;}. */
  static String ofSource(String name) {
    if (!name.startsWith("[")) {
      return name.replace('/', '.');
    }
    String element = name.substring(1);
    String type =
        switch (element.charAt(0)) {
          case 'Z' -> "boolean";
          case 'B' -> "byte";
          case 'C' -> "char";
          case 'S' -> "short";
          case 'I' -> "int";
          case 'J' -> "long";
          case 'F' -> "float";
          case 'D' -> "double";
          case 'L' -> element.substring(1).replace(";", "").replace('/', '.');
          default -> ofSource(element);
        };
    return type + "[]";
  }
}
