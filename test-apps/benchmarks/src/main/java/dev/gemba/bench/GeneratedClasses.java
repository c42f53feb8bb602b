package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes classes for {@code ProbesWorkload}: each has ten small methods, and one that calls them.
 */
final class GeneratedClasses {

  static final String PACKAGE = "dev.gemba.bench.generated";
  static final String PREFIX = PACKAGE + ".Block";
  static final int METHODS = 10;

  private static final String BLOCK = "dev/gemba/bench/workload/Block";
  private static final String HASHING = "dev/gemba/bench/workload/Hashing";
  private static final String LONG_TO_LONG = "(J)J";

  private GeneratedClasses() {}

  /**
   * Writes so many into the directory, where a class loader finds them.
   *
   * @param rounds of hashing that a method does, of 1.25 ns; 0 for one that only multiplies
   */
  static void write(Path directory, int classes, int rounds) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(PACKAGE.replace('.', '/')));
    for (int i = 0; i < classes; i++) {
      Files.write(folder.resolve("Block" + i + ".class"), bytes(i, rounds));
    }
  }

  private static byte[] bytes(int number, int rounds) {
    String name = (PREFIX + number).replace('.', '/');
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL,
        name,
        null,
        "java/lang/Object",
        new String[] {BLOCK});
    constructor(writer);
    for (int i = 0; i < METHODS; i++) {
      small(writer, i, number, rounds);
    }
    callAll(writer, name);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void constructor(ClassWriter writer) {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void small(ClassWriter writer, int method, int number, int rounds) {
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "small" + method, LONG_TO_LONG, null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.LLOAD, 0);
    code.visitLdcInsn(31L * number + method);
    code.visitInsn(Opcodes.LXOR);
    code.visitLdcInsn(0x5bd1e995L);
    code.visitInsn(Opcodes.LMUL);
    if (rounds > 0) {
      code.visitIntInsn(Opcodes.SIPUSH, rounds);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, HASHING, "rounds", "(JI)J", false);
    }
    code.visitInsn(Opcodes.LRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void callAll(ClassWriter writer, String name) {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "call", LONG_TO_LONG, null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.LLOAD, 1);
    for (int i = 0; i < METHODS; i++) {
      code.visitMethodInsn(Opcodes.INVOKESTATIC, name, "small" + i, LONG_TO_LONG, false);
    }
    code.visitInsn(Opcodes.LRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
