package dev.gemba.zoo.bytecode;

import dev.gemba.zoo.Report;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Classes at the limits of the class-file format. Woven code may not fit any more; then the class
 * has to stay as it was.
 */
public final class HugeClasses {

  private static final int LARGEST_CODE = 65_535;
  private static final int MOST_LOCALS = 65_535;
  private static final int LAST_CONSTANT = 65_534;

  private HugeClasses() {}

  /** Methods of 40,000 to 65,535 bytes of code, with a return before and a jump over all of it. */
  public static void methods(Report report) throws Exception {
    for (int size : new int[] {32_760, 40_000, 60_000, 64_500, 65_400, LARGEST_CODE}) {
      String name = Definer.PACKAGE + "Code" + size;
      ClassWriter writer = Definer.operator(Opcodes.V17, ClassWriter.COMPUTE_FRAMES, name);
      Definer.delegate(writer, name, "huge");
      MethodVisitor huge = Definer.method(writer, Opcodes.ACC_STATIC, "huge", "(I)I", 100);
      fill(huge, size);
      writer.visitEnd();
      show(report, name, writer);
    }
  }

  /** Methods with so many local variables that there is hardly, or not, a slot left. */
  public static void frames(Report report) throws Exception {
    for (int locals : new int[] {250, 256, 65_000, MOST_LOCALS - 1, MOST_LOCALS}) {
      String name = Definer.PACKAGE + "Locals" + locals;
      ClassWriter writer = Definer.operator(Opcodes.V17, ClassWriter.COMPUTE_MAXS, name);
      Definer.delegate(writer, name, "huge");
      MethodVisitor huge = Definer.method(writer, Opcodes.ACC_STATIC, "huge", "(I)I", 100);
      huge.visitIntInsn(Opcodes.BIPUSH, 100);
      huge.visitVarInsn(Opcodes.ILOAD, 0);
      huge.visitInsn(Opcodes.IDIV);
      huge.visitVarInsn(Opcodes.ISTORE, locals - 1);
      huge.visitVarInsn(Opcodes.ILOAD, locals - 1);
      huge.visitInsn(Opcodes.IRETURN);
      Definer.end(huge);
      writer.visitEnd();
      show(report, name, writer);
    }
  }

  /** A class with no place left in its constant pool. */
  public static void constants(Report report) throws Exception {
    String name = Definer.PACKAGE + "Constants";
    ClassWriter writer = Definer.operator(Opcodes.V17, ClassWriter.COMPUTE_MAXS, name);
    Definer.delegate(writer, name, "work");
    MethodVisitor work = Definer.method(writer, Opcodes.ACC_STATIC, "work", "(I)I", 100);
    work.visitIntInsn(Opcodes.BIPUSH, 100);
    work.visitVarInsn(Opcodes.ILOAD, 0);
    work.visitInsn(Opcodes.IDIV);
    work.visitInsn(Opcodes.IRETURN);
    Definer.end(work);
    writer.visitEnd();
    // Named only when the class is written out, and so that there is a place for them then.
    writer.newUTF8("Code");
    writer.newUTF8("LineNumberTable");
    writer.newUTF8("SourceFile");
    int index = 0;
    for (int i = 0; index < LAST_CONSTANT; i++) {
      index = writer.newUTF8("filler " + i);
    }
    show(report, name, writer);
  }

  private static void show(Report report, String name, ClassWriter writer) throws Exception {
    IntUnaryOperator operator = new Definer().instance(name, writer.toByteArray());
    String shortName = operator.getClass().getSimpleName();
    report.seen(shortName, operator.applyAsInt(1) + " " + operator.applyAsInt(100));
    report.answer(shortName + " fails", () -> operator.applyAsInt(0));
  }

  /**
   * {@code if (n == 100) return 3; int m = 100 / n; m++; m++; … return m;} in exactly so many
   * bytes.
   */
  private static void fill(MethodVisitor code, int size) {
    Label work = new Label();
    Label far = new Label();
    code.visitVarInsn(Opcodes.ILOAD, 0); // 1 byte
    code.visitIntInsn(Opcodes.BIPUSH, 100); // 2
    code.visitJumpInsn(Opcodes.IF_ICMPNE, work); // 3
    code.visitInsn(Opcodes.ICONST_3); // 1
    code.visitInsn(Opcodes.IRETURN); // 1
    code.visitLabel(work);
    Definer.line(code, 110);
    code.visitIntInsn(Opcodes.BIPUSH, 100); // 2
    code.visitVarInsn(Opcodes.ILOAD, 0); // 1
    code.visitInsn(Opcodes.IDIV); // 1
    code.visitVarInsn(Opcodes.ISTORE, 1); // 1
    int free = size - 15;
    if (size <= Short.MAX_VALUE) {
      // Just within what a short jump reaches, before anything is woven in.
      code.visitVarInsn(Opcodes.ILOAD, 0); // 1
      code.visitJumpInsn(Opcodes.IFLT, far); // 3
      free -= 4;
    }
    for (; free >= 3; free -= 3) {
      code.visitIincInsn(1, 1); // 3
    }
    for (; free > 0; free--) {
      code.visitInsn(Opcodes.NOP); // 1
    }
    code.visitLabel(far);
    Definer.line(code, 200);
    code.visitVarInsn(Opcodes.ILOAD, 1); // 1
    code.visitInsn(Opcodes.IRETURN); // 1
    Definer.end(code);
  }
}
