package dev.gemba.zoo.bytecode;

import java.util.function.IntUnaryOperator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Defines generated classes beside the zoo's own, and writes the parts that all of them have. */
final class Definer extends ClassLoader {

  static final String PACKAGE = "dev/gemba/zoo/generated/";

  Definer() {
    super(Definer.class.getClassLoader());
  }

  IntUnaryOperator instance(String internalName, byte[] classFile)
      throws ReflectiveOperationException {
    Class<?> type = defineClass(internalName.replace('/', '.'), classFile, 0, classFile.length);
    return (IntUnaryOperator) type.getDeclaredConstructor().newInstance();
  }

  /** A public class that is an {@link IntUnaryOperator}, with its no-argument constructor. */
  static ClassWriter operator(int version, int flags, String internalName) {
    ClassWriter writer = new ClassWriter(flags);
    writer.visit(
        version,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
        internalName,
        null,
        "java/lang/Object",
        new String[] {"java/util/function/IntUnaryOperator"});
    writer.visitSource(
        internalName.substring(internalName.lastIndexOf('/') + 1) + ".generated", null);
    MethodVisitor constructor = method(writer, Opcodes.ACC_PUBLIC, "<init>", "()V", 10);
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    end(constructor);
    return writer;
  }

  /**
   * {@code applyAsInt} that hands its argument to a static method {@code (I)I} of the same class.
   */
  static void delegate(ClassWriter writer, String internalName, String target) {
    MethodVisitor apply = method(writer, Opcodes.ACC_PUBLIC, "applyAsInt", "(I)I", 20);
    apply.visitVarInsn(Opcodes.ILOAD, 1);
    apply.visitMethodInsn(Opcodes.INVOKESTATIC, internalName, target, "(I)I", false);
    apply.visitInsn(Opcodes.IRETURN);
    end(apply);
  }

  static MethodVisitor method(
      ClassWriter writer, int access, String name, String descriptor, int line) {
    MethodVisitor method = writer.visitMethod(access, name, descriptor, null, null);
    method.visitCode();
    line(method, line);
    return method;
  }

  static void line(MethodVisitor method, int line) {
    Label here = new Label();
    method.visitLabel(here);
    method.visitLineNumber(line, here);
  }

  static void end(MethodVisitor method) {
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
