package dev.gemba.zoo.bytecode;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * One class of every class-file version that this JVM reads, from 45.3 (Java 1.1) on: subroutines
 * (jsr and ret) up to 49, no stack maps below 50, an optional one at 50, a mandatory one after.
 */
public final class OldClassFiles implements Case {

  private static final int OLDEST = 45;
  private static final int LAST_WITH_SUBROUTINES = 49;
  private static final int FIRST_WITH_FRAMES = 51;

  @Override
  public void run(Report report) throws Exception {
    int newest = Runtime.version().feature() + 44;
    for (int version = OLDEST; version <= newest; version++) {
      String name = Definer.PACKAGE + "Version" + version;
      IntUnaryOperator operator = new Definer().instance(name, classFile(version, name));
      report.seen("version " + version, operator.applyAsInt(5));
      report.answer("version " + version + " fails", () -> operator.applyAsInt(0));
      report.seen("version " + version + " went through finally", operator.applyAsInt(100));
      report.shape(operator.getClass());
    }
  }

  private static byte[] classFile(int version, String name) {
    int flags =
        version >= FIRST_WITH_FRAMES ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS;
    int minor = version == OLDEST ? 3 << 16 : 0;
    ClassWriter writer = Definer.operator(version | minor, flags, name);
    writer
        .visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, "finals", "I", null, null)
        .visitEnd();
    MethodVisitor apply = Definer.method(writer, Opcodes.ACC_PUBLIC, "applyAsInt", "(I)I", 20);
    apply.visitVarInsn(Opcodes.ALOAD, 0);
    apply.visitVarInsn(Opcodes.ILOAD, 1);
    apply.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, "divide", "(I)I", false);
    apply.visitFieldInsn(Opcodes.GETSTATIC, name, "finals", "I");
    apply.visitIntInsn(Opcodes.SIPUSH, 1000);
    apply.visitInsn(Opcodes.IMUL);
    apply.visitInsn(Opcodes.IADD);
    apply.visitInsn(Opcodes.IRETURN);
    Definer.end(apply);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNCHRONIZED;
    MethodVisitor divide = Definer.method(writer, access, "divide", "(I)I", 30);
    if (version <= LAST_WITH_SUBROUTINES) {
      divideWithSubroutines(divide, name);
    } else {
      divideWithCopies(divide, name);
    }
    Definer.end(divide);
    writer.visitEnd();
    return writer.toByteArray();
  }

  /**
   * {@code try { return 100 / n; } finally { finals += 1; }} as javac 1.1 to 1.4 wrote it, one
   * subroutine calling another.
   */
  private static void divideWithSubroutines(MethodVisitor code, String name) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label outer = new Label();
    Label inner = new Label();
    code.visitTryCatchBlock(start, end, handler, null);
    code.visitLabel(start);
    divideIntoLocal2(code);
    code.visitLabel(end);
    code.visitJumpInsn(Opcodes.JSR, outer);
    code.visitVarInsn(Opcodes.ILOAD, 2);
    code.visitInsn(Opcodes.IRETURN);
    code.visitLabel(handler);
    code.visitVarInsn(Opcodes.ASTORE, 3);
    code.visitJumpInsn(Opcodes.JSR, outer);
    code.visitVarInsn(Opcodes.ALOAD, 3);
    code.visitInsn(Opcodes.ATHROW);
    code.visitLabel(outer);
    code.visitVarInsn(Opcodes.ASTORE, 4);
    code.visitJumpInsn(Opcodes.JSR, inner);
    code.visitVarInsn(Opcodes.RET, 4);
    code.visitLabel(inner);
    code.visitVarInsn(Opcodes.ASTORE, 5);
    countFinally(code, name);
    code.visitVarInsn(Opcodes.RET, 5);
  }

  private static void divideWithCopies(MethodVisitor code, String name) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    code.visitTryCatchBlock(start, end, handler, null);
    code.visitLabel(start);
    divideIntoLocal2(code);
    code.visitLabel(end);
    countFinally(code, name);
    code.visitVarInsn(Opcodes.ILOAD, 2);
    code.visitInsn(Opcodes.IRETURN);
    code.visitLabel(handler);
    code.visitVarInsn(Opcodes.ASTORE, 3);
    countFinally(code, name);
    code.visitVarInsn(Opcodes.ALOAD, 3);
    code.visitInsn(Opcodes.ATHROW);
  }

  private static void divideIntoLocal2(MethodVisitor code) {
    code.visitIntInsn(Opcodes.BIPUSH, 100);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitInsn(Opcodes.IDIV);
    code.visitVarInsn(Opcodes.ISTORE, 2);
  }

  private static void countFinally(MethodVisitor code, String name) {
    code.visitFieldInsn(Opcodes.GETSTATIC, name, "finals", "I");
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.IADD);
    code.visitFieldInsn(Opcodes.PUTSTATIC, name, "finals", "I");
  }
}
