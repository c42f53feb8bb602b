package dev.gemba.it;

import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.TraceClassVisitor;

/**
 * The code of a class as a running JVM holds it, in the words of an assembler. The JVM merges the
 * constant pools of a class that is redefined, so the numbers in the code may differ where what
 * they stand for does not.
 */
final class HeldClass {

  private static final int ENOUGH = 1_000;

  private final ByteBuffer pool;
  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<Integer, Integer> classes = new HashMap<>();

  private HeldClass(ByteBuffer pool) {
    this.pool = pool;
  }

  static String text(ReferenceType type) throws IOException {
    byte[] classFile =
        new HeldClass(ByteBuffer.wrap(type.constantPool())).assembled(type, type.methods());
    StringWriter text = new StringWriter();
    new ClassReader(classFile)
        .accept(new TraceClassVisitor(new PrintWriter(text)), ClassReader.SKIP_DEBUG);
    return text.toString();
  }

  private byte[] assembled(ReferenceType type, List<Method> methods) throws IOException {
    index(type.constantPoolCount());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xCAFEBABE);
    out.writeShort(type.minorVersion());
    out.writeShort(type.majorVersion());
    out.writeShort(type.constantPoolCount());
    out.write(type.constantPool());
    out.writeShort(type.modifiers());
    out.writeShort(classOf(type.name()));
    out.writeShort(classOf("java.lang.Object"));
    out.writeShort(0);
    out.writeShort(0);
    out.writeShort(methods.size());
    for (Method method : methods) {
      byte[] code = method.bytecodes();
      out.writeShort(method.modifiers());
      out.writeShort(texts.get(method.name()));
      out.writeShort(texts.get(method.signature()));
      out.writeShort(1);
      out.writeShort(texts.get("Code"));
      out.writeInt(code.length + 12);
      out.writeShort(ENOUGH);
      out.writeShort(ENOUGH);
      out.writeInt(code.length);
      out.write(code);
      // Debuggers are not told of handlers; their code is there all the same.
      out.writeShort(0);
      out.writeShort(0);
    }
    out.writeShort(0);
    return bytes.toByteArray();
  }

  private int classOf(String name) {
    return classes.get(texts.get(name.replace('.', '/')));
  }

  /** Finds texts and class entries; see the class file format, JVMS 4.4. */
  private void index(int count) {
    for (int i = 1; i < count; i++) {
      int tag = pool.get();
      switch (tag) {
        case 1 -> {
          byte[] text = new byte[pool.getShort() & 0xFFFF];
          pool.get(text);
          texts.putIfAbsent(new String(text, StandardCharsets.UTF_8), i);
        }
        case 7 -> classes.putIfAbsent((int) pool.getShort(), i);
        case 8, 16, 19, 20 -> pool.getShort();
        case 15 -> {
          pool.get();
          pool.getShort();
        }
        case 5, 6 -> {
          pool.getLong();
          i++;
        }
        default -> pool.getInt();
      }
    }
  }
}
