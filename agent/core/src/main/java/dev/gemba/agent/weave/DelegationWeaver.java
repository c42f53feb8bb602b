package dev.gemba.agent.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Has a class loader that delegates nothing but {@code java.*} (OSGi, JBoss Modules) find the
 * bridge where every other loader does: its {@code loadClass} first asks the boot loader for a
 * class of the bridge. What is written in uses nothing but {@code java.lang}, as the loader's own
 * class may not see the bridge either. Safe for use by many threads.
 */
final class DelegationWeaver {

  private static final String LOAD = "loadClass";
  private static final String BRIDGE = "dev.gemba.bootstrap.";
  private static final int FIRST_WITH_FRAMES = 50;

  private DelegationWeaver() {}

  /**
   * The woven class file.
   *
   * @param descriptors of the methods {@code loadClass} to change, whose first parameter is a name
   */
  static byte[] weave(byte[] classFile, Set<String> descriptors) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Loader(writer, descriptors), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  private static final class Loader extends HeadedVisitor {
    private final Set<String> descriptors;

    Loader(ClassVisitor target, Set<String> descriptors) {
      super(target);
      this.descriptors = descriptors;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
      boolean loads =
          name.equals(LOAD)
              && descriptors.contains(descriptor)
              && (access & Opcodes.ACC_STATIC) == 0;
      return loads ? new Asking(target, owner(), descriptor, majorVersion()) : target;
    }
  }

  private static final class Asking extends MethodVisitor {
    private final String owner;
    private final boolean resolves;
    private final boolean framed;

    Asking(MethodVisitor target, String owner, String descriptor, int majorVersion) {
      super(Opcodes.ASM9, target);
      this.owner = owner;
      this.resolves = descriptor.contains(";Z)");
      this.framed = majorVersion >= FIRST_WITH_FRAMES;
    }

    @Override
    public void visitCode() {
      mv.visitCode();
      Label asBefore = new Label();
      mv.visitVarInsn(Opcodes.ALOAD, 1);
      mv.visitJumpInsn(Opcodes.IFNULL, asBefore);
      mv.visitVarInsn(Opcodes.ALOAD, 1);
      mv.visitLdcInsn(BRIDGE);
      mv.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, "java/lang/String", "startsWith", "(Ljava/lang/String;)Z", false);
      mv.visitJumpInsn(Opcodes.IFEQ, asBefore);
      mv.visitVarInsn(Opcodes.ALOAD, 1);
      mv.visitInsn(Opcodes.ICONST_0);
      mv.visitInsn(Opcodes.ACONST_NULL);
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          "java/lang/Class",
          "forName",
          "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;",
          false);
      mv.visitInsn(Opcodes.ARETURN);
      mv.visitLabel(asBefore);
      if (framed) {
        Object[] variables =
            resolves
                ? new Object[] {owner, "java/lang/String", Opcodes.INTEGER}
                : new Object[] {owner, "java/lang/String"};
        mv.visitFrame(Opcodes.F_NEW, variables.length, variables, 0, new Object[0]);
      }
      // The method's first instruction may have a frame of its own, and no place can have two.
      mv.visitInsn(Opcodes.NOP);
    }

    @Override
    public void visitMaxs(int stack, int locals) {
      mv.visitMaxs(Math.max(stack, 3), locals);
    }
  }
}
