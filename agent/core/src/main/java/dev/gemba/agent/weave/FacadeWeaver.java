package dev.gemba.agent.weave;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Fills in the bodies of the application's facade: each hook calls the bridge's method of the same
 * name and descriptor, in place of doing nothing. Safe for use by many threads.
 */
final class FacadeWeaver {

  /** Internal name of the class that holds the hooks, in a loader of the application. */
  static final String HOOKS = "dev/gemba/api/Hooks";

  private static final String FACADE = "dev/gemba/bootstrap/Facade";

  private FacadeWeaver() {}

  static byte[] weave(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Hooks(writer), 0);
    return writer.toByteArray();
  }

  private static final class Hooks extends ClassVisitor {
    Hooks(ClassVisitor target) {
      super(Opcodes.ASM9, target);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
      return (access & Opcodes.ACC_STATIC) == 0 ? target : new Body(target, name, descriptor);
    }
  }

  /** Writes another body, and lets nothing of the old one through. */
  private static final class Body extends MethodVisitor {
    private final MethodVisitor target;
    private final String name;
    private final String descriptor;

    Body(MethodVisitor target, String name, String descriptor) {
      super(Opcodes.ASM9);
      this.target = target;
      this.name = name;
      this.descriptor = descriptor;
    }

    @Override
    public void visitCode() {
      target.visitCode();
      int variable = 0;
      for (Type argument : Type.getArgumentTypes(descriptor)) {
        target.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), variable);
        variable += argument.getSize();
      }
      target.visitMethodInsn(Opcodes.INVOKESTATIC, FACADE, name, descriptor, false);
      Type returned = Type.getReturnType(descriptor);
      target.visitInsn(returned.getOpcode(Opcodes.IRETURN));
      target.visitMaxs(Math.max(variable, returned.getSize()), variable);
      target.visitEnd();
    }
  }
}
