package dev.gemba.zoo.bytecode;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Methods and a constructor that take all of the 255 argument slots that a method may have. */
public final class ArgumentSlots implements Case {

  private static final String NAME = Definer.PACKAGE + "Slots";
  private static final int LIMIT = 255;

  @Override
  public void run(Report report) throws Exception {
    IntUnaryOperator operator = new Definer().instance(NAME, classFile());
    report.seen("sum over all slots", operator.applyAsInt(1));
    report.answer("division by zero behind all slots", () -> operator.applyAsInt(0));
    report.shape(operator.getClass());
  }

  private static byte[] classFile() {
    ClassWriter writer = Definer.operator(Opcodes.V17, ClassWriter.COMPUTE_FRAMES, NAME);
    String ints255 = "(" + "I".repeat(LIMIT) + ")I";
    String ints254 = "(" + "I".repeat(LIMIT - 1) + ")I";
    String constructor254 = "(" + "I".repeat(LIMIT - 1) + ")V";
    String longs = "(" + "JD".repeat(63) + "JI)I";

    MethodVisitor intsStatic = Definer.method(writer, Opcodes.ACC_STATIC, "ints", ints255, 100);
    divideByLast(intsStatic, LIMIT - 1);
    MethodVisitor intsInstance = Definer.method(writer, Opcodes.ACC_PUBLIC, "ints", ints254, 200);
    divideByLast(intsInstance, LIMIT - 1);
    MethodVisitor wide = Definer.method(writer, Opcodes.ACC_STATIC, "wide", longs, 300);
    divideByLast(wide, LIMIT - 1);
    MethodVisitor constructor =
        Definer.method(writer, Opcodes.ACC_PUBLIC, "<init>", constructor254, 400);
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    Definer.end(constructor);

    MethodVisitor apply = Definer.method(writer, Opcodes.ACC_PUBLIC, "applyAsInt", "(I)I", 500);
    pushInts(apply, LIMIT);
    apply.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, "ints", ints255, false);
    apply.visitTypeInsn(Opcodes.NEW, NAME);
    apply.visitInsn(Opcodes.DUP);
    pushInts(apply, LIMIT - 1);
    apply.visitMethodInsn(Opcodes.INVOKESPECIAL, NAME, "<init>", constructor254, false);
    pushInts(apply, LIMIT - 1);
    apply.visitMethodInsn(Opcodes.INVOKEVIRTUAL, NAME, "ints", ints254, false);
    apply.visitInsn(Opcodes.IADD);
    for (int i = 0; i < 63; i++) {
      apply.visitInsn(Opcodes.LCONST_1);
      apply.visitInsn(Opcodes.DCONST_1);
    }
    apply.visitInsn(Opcodes.LCONST_1);
    apply.visitVarInsn(Opcodes.ILOAD, 1);
    apply.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, "wide", longs, false);
    apply.visitInsn(Opcodes.IADD);
    apply.visitInsn(Opcodes.IRETURN);
    Definer.end(apply);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void pushInts(MethodVisitor code, int count) {
    for (int i = 0; i < count; i++) {
      code.visitVarInsn(Opcodes.ILOAD, 1);
    }
  }

  private static void divideByLast(MethodVisitor code, int lastSlot) {
    code.visitIntInsn(Opcodes.SIPUSH, 777);
    code.visitVarInsn(Opcodes.ILOAD, lastSlot);
    code.visitInsn(Opcodes.IDIV);
    code.visitInsn(Opcodes.IRETURN);
    Definer.end(code);
  }
}
