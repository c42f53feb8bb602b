package dev.gemba.zoo.bytecode;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Methods that keep other things, of other types, in the slots of {@code this} and of their
 * arguments, as optimisers and the JDK's own proxies do: what is woven in must not take these slots
 * for the arguments at the end.
 */
public final class ReusedSlots implements Case {

  @Override
  public void run(Report report) throws Exception {
    for (int version : new int[] {Opcodes.V1_4, Opcodes.V1_6, Opcodes.V1_8, Opcodes.V17}) {
      String name = Definer.PACKAGE + "Reused" + version;
      IntUnaryOperator operator = new Definer().instance(name, classFile(version, name));
      report.answer("version " + version, () -> operator.applyAsInt(5));
      report.answer("version " + version + " fails", () -> operator.applyAsInt(0));
    }
  }

  private static byte[] classFile(int version, String name) {
    int flags = version >= Opcodes.V1_6 ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS;
    ClassWriter writer = Definer.operator(version, flags, name);
    MethodVisitor apply = Definer.method(writer, Opcodes.ACC_PUBLIC, "applyAsInt", "(I)I", 20);
    apply.visitVarInsn(Opcodes.ILOAD, 1);
    apply.visitVarInsn(Opcodes.ISTORE, 2);
    apply.visitLdcInsn("in the slot of this");
    apply.visitVarInsn(Opcodes.ASTORE, 0);
    apply.visitInsn(Opcodes.ACONST_NULL);
    apply.visitVarInsn(Opcodes.ASTORE, 1);
    apply.visitVarInsn(Opcodes.ALOAD, 0);
    apply.visitVarInsn(Opcodes.ILOAD, 2);
    apply.visitInsn(Opcodes.I2L);
    apply.visitMethodInsn(Opcodes.INVOKESTATIC, name, "reuse", "(Ljava/lang/String;J)I", false);
    apply.visitInsn(Opcodes.IRETURN);
    Definer.end(apply);

    MethodVisitor reuse =
        Definer.method(writer, Opcodes.ACC_STATIC, "reuse", "(Ljava/lang/String;J)I", 30);
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    reuse.visitTryCatchBlock(start, end, handler, "java/lang/ArithmeticException");
    reuse.visitVarInsn(Opcodes.LLOAD, 1);
    reuse.visitVarInsn(Opcodes.LSTORE, 3);
    reuse.visitIntInsn(Opcodes.BIPUSH, 7);
    reuse.visitVarInsn(Opcodes.ISTORE, 0); // Where the string was.
    reuse.visitLdcInsn(2.5);
    reuse.visitVarInsn(Opcodes.DSTORE, 1); // Where the long was.
    reuse.visitLabel(start);
    reuse.visitIntInsn(Opcodes.BIPUSH, 100);
    reuse.visitVarInsn(Opcodes.LLOAD, 3);
    reuse.visitInsn(Opcodes.L2I);
    reuse.visitInsn(Opcodes.IDIV);
    reuse.visitVarInsn(Opcodes.ISTORE, 5);
    reuse.visitLabel(end);
    reuse.visitVarInsn(Opcodes.ILOAD, 5);
    reuse.visitVarInsn(Opcodes.ILOAD, 0);
    reuse.visitInsn(Opcodes.IADD);
    reuse.visitVarInsn(Opcodes.DLOAD, 1);
    reuse.visitInsn(Opcodes.D2I);
    reuse.visitInsn(Opcodes.IADD);
    reuse.visitInsn(Opcodes.IRETURN);
    reuse.visitLabel(handler);
    reuse.visitVarInsn(Opcodes.ASTORE, 1); // Half of what was the long, then the double.
    reuse.visitVarInsn(Opcodes.ALOAD, 1);
    reuse.visitInsn(Opcodes.ATHROW);
    Definer.end(reuse);
    writer.visitEnd();
    return writer.toByteArray();
  }
}
