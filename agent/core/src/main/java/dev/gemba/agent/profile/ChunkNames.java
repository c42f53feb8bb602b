package dev.gemba.agent.profile;

import dev.gemba.agent.target.Signature;
import dev.gemba.api.export.Profile.Frame;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;

/** The names of classes and methods of a chunk, each made once. */
final class ChunkNames {

  /**
   * A method.
   *
   * @param type internal name of its class, or of the library of native code
   */
  record Method(String type, String name, String descriptor) {
    static final Method UNKNOWN = new Method("", "unknown", "");
  }

  private record Line(long method, int line) {}

  /** Numbers of frame types, as async-profiler has them. */
  private static final int NATIVE = 3;

  private static final int CPP = 4;
  private static final int KERNEL = 5;

  private static final String HIDDEN = "[.+/]0x[0-9a-f]+(/[0-9a-f]+)?$";

  private final JfrReader chunk;
  private final Map<Long, Method> methods = new HashMap<>();
  private final Map<Long, String> classes = new HashMap<>();
  private final Map<Line, Frame> frames = new HashMap<>();

  ChunkNames(JfrReader chunk) {
    this.chunk = chunk;
  }

  Method methodOf(long id) {
    return methods.computeIfAbsent(id, this::readMethod);
  }

  private Method readMethod(long id) {
    MethodRef method = chunk.methods.get(id);
    if (method == null) {
      return Method.UNKNOWN;
    }
    return new Method(nameOfClass(method.cls), symbol(method.name), symbol(method.sig));
  }

  /** A frame as people read it. */
  Frame frameOf(long id, byte type, int line) {
    return frames.computeIfAbsent(new Line(id, line), l -> readFrame(methodOf(id), type, line));
  }

  private Frame readFrame(Method method, byte type, int line) {
    return new Frame(isNative(type) ? "" : inSource(method.type()), method.name(), line);
  }

  /** JDK Flight Recorder calls native methods of Java so as well, and knows no kernel. */
  private boolean isNative(byte type) {
    return type == CPP
        || type == KERNEL
        || (type == NATIVE && chunk.getEnumValue("jdk.types.FrameType", KERNEL) != null);
  }

  /** The name of a class as in source code. */
  String classOf(long id) {
    return classes.computeIfAbsent(id, unknown -> inSource(nameOfClass(id)));
  }

  private String nameOfClass(long id) {
    ClassRef type = chunk.classes.get(id);
    return type == null ? "" : symbol(type.name);
  }

  private String symbol(long id) {
    byte[] text = chunk.symbols.get(id);
    return text == null ? "" : new String(text, StandardCharsets.UTF_8);
  }

  private static String inSource(String of) {
    // Each hidden class has a name of its own, which says nothing.
    String name = of.contains("0x") ? of.replaceFirst(HIDDEN, "") : of;
    return Signature.type(name).replace('/', '.');
  }
}
