package dev.gemba.zoo.bytecode;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Constructors that no Java 17 source gives, but obfuscators, other languages and JDK 25's flexible
 * constructor bodies do: a loop, a field write and a handler before {@code super()}, and a branch
 * into either {@code this()} or {@code super()}.
 */
public final class ConstructorBytecode implements Case {

  private static final String NAME = Definer.PACKAGE + "Prologue";

  @Override
  public void run(Report report) throws Exception {
    IntUnaryOperator operator = new Definer().instance(NAME, classFile());
    report.seen("even: this()", operator.applyAsInt(4));
    report.seen("odd: super()", operator.applyAsInt(7));
    report.answer("negative: throws before either", () -> operator.applyAsInt(-1));
    report.shape(operator.getClass());
  }

  private static byte[] classFile() {
    ClassWriter writer = Definer.operator(Opcodes.V17, ClassWriter.COMPUTE_FRAMES, NAME);
    writer.visitField(Opcodes.ACC_PRIVATE, "early", "I", null, null).visitEnd();
    eitherThisOrSuper(Definer.method(writer, Opcodes.ACC_PUBLIC, "<init>", "(I)V", 100));
    loopAndHandlerBeforeSuper(
        Definer.method(writer, Opcodes.ACC_PUBLIC, "<init>", "(Ljava/lang/String;I)V", 200));

    MethodVisitor apply = Definer.method(writer, Opcodes.ACC_PUBLIC, "applyAsInt", "(I)I", 300);
    apply.visitTypeInsn(Opcodes.NEW, NAME);
    apply.visitInsn(Opcodes.DUP);
    apply.visitVarInsn(Opcodes.ILOAD, 1);
    apply.visitMethodInsn(Opcodes.INVOKESPECIAL, NAME, "<init>", "(I)V", false);
    apply.visitFieldInsn(Opcodes.GETFIELD, NAME, "early", "I");
    apply.visitInsn(Opcodes.IRETURN);
    Definer.end(apply);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void eitherThisOrSuper(MethodVisitor code) {
    Label odd = new Label();
    Label end = new Label();
    Label notNegative = new Label();
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitJumpInsn(Opcodes.IFGE, notNegative);
    code.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalArgumentException");
    code.visitInsn(Opcodes.DUP);
    code.visitLdcInsn("negative");
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        "java/lang/IllegalArgumentException",
        "<init>",
        "(Ljava/lang/String;)V",
        false);
    code.visitInsn(Opcodes.ATHROW);
    code.visitLabel(notNegative);
    Definer.line(code, 110);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.IAND);
    code.visitJumpInsn(Opcodes.IFNE, odd);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitLdcInsn("not a number");
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, NAME, "<init>", "(Ljava/lang/String;I)V", false);
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(odd);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitFieldInsn(Opcodes.PUTFIELD, NAME, "early", "I");
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitLabel(end);
    Definer.line(code, 120);
    code.visitInsn(Opcodes.RETURN);
    Definer.end(code);
  }

  private static void loopAndHandlerBeforeSuper(MethodVisitor code) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label loop = new Label();
    Label out = new Label();
    code.visitTryCatchBlock(start, end, handler, "java/lang/NumberFormatException");
    code.visitLabel(start);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/lang/Integer", "parseInt", "(Ljava/lang/String;)I", false);
    code.visitVarInsn(Opcodes.ISTORE, 3);
    code.visitLabel(end);
    code.visitJumpInsn(Opcodes.GOTO, loop);
    code.visitLabel(handler);
    code.visitInsn(Opcodes.POP);
    code.visitIntInsn(Opcodes.SIPUSH, 500);
    code.visitVarInsn(Opcodes.ISTORE, 3);
    code.visitLabel(loop);
    code.visitVarInsn(Opcodes.ILOAD, 2);
    code.visitJumpInsn(Opcodes.IFLE, out);
    code.visitIincInsn(2, -1);
    code.visitIincInsn(3, 10);
    code.visitJumpInsn(Opcodes.GOTO, loop);
    code.visitLabel(out);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ILOAD, 3);
    code.visitFieldInsn(Opcodes.PUTFIELD, NAME, "early", "I");
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    Definer.end(code);
  }
}
