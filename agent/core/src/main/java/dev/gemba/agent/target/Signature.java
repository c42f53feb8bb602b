package dev.gemba.agent.target;

/** Methods as people write them. */
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
