package dev.gemba.agent.target;

/** Methods and types as people write them. */
public final class Signature {

  private Signature() {}

  /**
   * Such as {@code com.acme.Foo.load(int, java.lang.String)}.
   *
   * @param internalName of the class
   */
  public static String of(String internalName, String method, String descriptor) {
    return internalName.replace('/', '.')
        + "."
        + (method.equals("<init>") ? "new" : method)
        + parameters(descriptor);
  }

  /** Such as {@code (int, String[])}, packages left out. */
  static String parameters(String descriptor) {
    StringBuilder text = new StringBuilder("(");
    int at = 1;
    while (at < descriptor.length() && descriptor.charAt(at) != ')') {
      text.append(at > 1 ? ", " : "");
      int dimensions = 0;
      while (descriptor.charAt(at) == '[') {
        dimensions++;
        at++;
      }
      if (descriptor.charAt(at) == 'L') {
        int end = descriptor.indexOf(';', at);
        text.append(
            descriptor,
            descriptor.lastIndexOf('/', end) + 1 > at
                ? descriptor.lastIndexOf('/', end) + 1
                : at + 1,
            end);
        at = end + 1;
      } else {
        text.append(primitive(descriptor.charAt(at)));
        at++;
      }
      text.append("[]".repeat(dimensions));
    }
    return text.append(')').toString();
  }

  /**
   * The name of a type whose arrays the JVM names by descriptors: {@code byte[]} of {@code [B},
   * {@code com.acme.Card[]} of {@code [Lcom.acme.Card;}. Slashes and names of classes stay.
   */
  public static String type(String name) {
    int dimensions = 0;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    if (dimensions == 0 || dimensions == name.length()) {
      return name;
    }
    String element =
        name.charAt(dimensions) == 'L' && name.endsWith(";")
            ? name.substring(dimensions + 1, name.length() - 1)
            : primitive(name.charAt(dimensions));
    return element + "[]".repeat(dimensions);
  }

  private static String primitive(char kind) {
    return switch (kind) {
      case 'Z' -> "boolean";
      case 'B' -> "byte";
      case 'C' -> "char";
      case 'S' -> "short";
      case 'I' -> "int";
      case 'J' -> "long";
      case 'F' -> "float";
      default -> "double";
    };
  }
}
