package dev.gemba.agent.target;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@link ClassFacts} from a class file (JVMS chapter 4) of any version, newer ones than this
 * code included. It skips what the matcher does not need and decodes each name once. A reader is
 * used once, by one thread; the static methods may be called from any.
 */
public final class ClassFileReader {
  private static final int UTF8 = 1;
  private static final int CLASS = 7;

  /**
   * How deep annotations may lie within annotations; javac's own limit is far lower in practice.
   */
  private static final int MAX_DEPTH = 64;

  private final ByteCursor in;
  private final boolean withMethods;
  private int[] constants; // where each entry's tag lies; 0 for none
  private String[] decoded;
  private boolean shortCode; // versions before 45.3 have narrower fields in Code

  private ClassFileReader(byte[] classFile, boolean withMethods) {
    this.in = new ByteCursor(classFile);
    this.withMethods = withMethods;
  }

  /**
   * Reads the whole class.
   *
   * @throws MalformedClassException if the bytes are no class file
   */
  public static ClassFacts read(byte[] classFile) {
    return new ClassFileReader(classFile, true).read();
  }

  /**
   * Reads all but the methods, for a class that matters only as a supertype or an annotation.
   *
   * @throws MalformedClassException if the bytes are no class file
   */
  public static ClassFacts readHeader(byte[] classFile) {
    return new ClassFileReader(classFile, false).read();
  }

  private ClassFacts read() {
    try {
      return classFile();
    } catch (IndexOutOfBoundsException e) {
      // the one way in which a length or an index that lies can end, since none is trusted
      throw new MalformedClassException("class file is cut short or points outside itself", e);
    }
  }

  private ClassFacts classFile() {
    if (in.u4() != 0xCAFEBABE) {
      throw new MalformedClassException("no class file: it does not begin with 0xCAFEBABE");
    }
    int minor = in.u2();
    int major = in.u2();
    shortCode = major < 45 || (major == 45 && minor < 3);
    readConstants();
    int accessFlags = in.u2();
    String name = className(in.u2());
    int superIndex = in.u2();
    String superName = superIndex == 0 ? null : className(superIndex);
    List<String> interfaces = interfaces();
    skipFields();
    List<MethodFacts> methods = methods();
    List<String> annotations = annotationsAmong(in.u2());
    return new ClassFacts(major, accessFlags, name, superName, interfaces, annotations, methods);
  }

  /**
   * Whether a class file has a string among its constants, such as the descriptor of a type that it
   * speaks of. Allocates nothing; false for what is no class file.
   *
   * @param text of ASCII characters
   */
  public static boolean mentions(byte[] classFile, String text) {
    int at = 8;
    int count = u2(classFile, at);
    at += 2;
    for (int i = 1; i < count; i++) {
      int tag = at < classFile.length ? classFile[at++] : -1;
      switch (tag) {
        case UTF8 -> {
          int length = u2(classFile, at);
          at += 2;
          if (length == text.length() && isAt(classFile, at, text)) {
            return true;
          }
          at += length;
        }
        case CLASS, 8, 16, 19, 20 -> at += 2;
        case 15 -> at += 3;
        case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 4;
        case 5, 6 -> {
          at += 8;
          i++;
        }
        default -> {
          return false;
        }
      }
    }
    return false;
  }

  /** 0 beyond the end. */
  private static int u2(byte[] bytes, int at) {
    return at + 1 < bytes.length ? (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff) : 0;
  }

  private static boolean isAt(byte[] bytes, int at, String text) {
    if (at + text.length() > bytes.length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void readConstants() {
    int count = in.u2();
    constants = new int[count];
    decoded = new String[count];
    for (int i = 1; i < count; i++) {
      constants[i] = in.at();
      int tag = in.u1();
      switch (tag) {
        case UTF8 -> in.skip(in.u2());
        case CLASS, 8, 16, 19, 20 -> in.skip(2); // String, MethodType, Module, Package
        case 15 -> in.skip(3); // MethodHandle
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skip(4);
        case 5, 6 -> { // Long and Double take two places
          in.skip(8);
          i++;
        }
        default -> throw new MalformedClassException("unknown constant tag " + tag);
      }
    }
  }

  private List<String> interfaces() {
    int count = in.u2();
    if (count == 0) {
      return List.of();
    }
    List<String> names = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      names.add(className(in.u2()));
    }
    return names;
  }

  private void skipFields() {
    for (int fields = in.u2(); fields > 0; fields--) {
      in.skip(6);
      skipAttributes();
    }
  }

  private void skipAttributes() {
    for (int attributes = in.u2(); attributes > 0; attributes--) {
      in.skip(2);
      in.skip(in.u4());
    }
  }

  private List<MethodFacts> methods() {
    int count = in.u2();
    List<MethodFacts> methods = new ArrayList<>(withMethods ? Math.min(count, 256) : 0);
    for (int i = 0; i < count; i++) {
      if (withMethods) {
        methods.add(method());
      } else {
        in.skip(6);
        skipAttributes();
      }
    }
    return methods;
  }

  private MethodFacts method() {
    int accessFlags = in.u2();
    String name = utf8(in.u2());
    String descriptor = utf8(in.u2());
    if (!ParameterPattern.isWellFormed(descriptor)) {
      throw new MalformedClassException("bad method descriptor " + descriptor);
    }
    List<String> annotations = null;
    MethodFacts.Body body = MethodFacts.Body.NONE;
    int codeLength = 0;
    int maxLocals = 0;
    for (int attributes = in.u2(); attributes > 0; attributes--) {
      String attribute = utf8(in.u2());
      int end = in.endOf(in.u4());
      if (attribute.equals("Code")) {
        in.skip(shortCode ? 1 : 2);
        maxLocals = shortCode ? in.u1() : in.u2();
        codeLength = shortCode ? in.u2() : in.u4();
        int codeAt = in.at();
        in.skip(codeLength);
        body = AccessorShape.of(in, codeAt, codeLength, descriptor, (accessFlags & 8) != 0);
      } else if (isAnnotations(attribute)) {
        annotations = annotations(annotations);
      }
      in.moveTo(end);
    }
    if (annotations == null) {
      annotations = List.of();
    }
    return new MethodFacts(name, descriptor, accessFlags, annotations, body, codeLength, maxLocals);
  }

  private List<String> annotationsAmong(int attributes) {
    List<String> annotations = null;
    for (int i = 0; i < attributes; i++) {
      String attribute = utf8(in.u2());
      int end = in.endOf(in.u4());
      if (isAnnotations(attribute)) {
        annotations = annotations(annotations);
      }
      in.moveTo(end);
    }
    return annotations == null ? List.of() : annotations;
  }

  private static boolean isAnnotations(String attribute) {
    return attribute.equals("RuntimeVisibleAnnotations")
        || attribute.equals("RuntimeInvisibleAnnotations");
  }

  private List<String> annotations(List<String> before) {
    List<String> types = before == null ? new ArrayList<>(4) : before;
    for (int count = in.u2(); count > 0; count--) {
      types.add(annotation(0));
    }
    return types;
  }

  private String annotation(int depth) {
    String type = utf8(in.u2());
    if (type.length() < 3 || type.charAt(0) != 'L' || type.charAt(type.length() - 1) != ';') {
      throw new MalformedClassException("bad annotation type " + type);
    }
    for (int pairs = in.u2(); pairs > 0; pairs--) {
      in.skip(2);
      skipValue(depth);
    }
    return type;
  }

  private void skipValue(int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedClassException("annotation values nested more than " + MAX_DEPTH);
    }
    int tag = in.u1();
    switch (tag) {
      case 'e' -> in.skip(4);
      case '@' -> annotation(depth + 1);
      case '[' -> {
        for (int values = in.u2(); values > 0; values--) {
          skipValue(depth + 1);
        }
      }
      default -> in.skip(2);
    }
  }

  private String className(int index) {
    int entry = constants[index];
    if (entry == 0 || in.u1At(entry) != CLASS) {
      throw new MalformedClassException("constant " + index + " is not a class");
    }
    return utf8(in.u2At(entry + 1));
  }

  private String utf8(int index) {
    String known = decoded[index];
    if (known == null) {
      int entry = constants[index];
      if (entry == 0 || in.u1At(entry) != UTF8) {
        throw new MalformedClassException("constant " + index + " is not a string");
      }
      known = in.utf8At(entry + 3, in.u2At(entry + 1));
      decoded[index] = known;
    }
    return known;
  }
}
