package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Facade;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;

/**
 * Fills in the bodies of the application's facade: each hook calls the bridge's method of the same
 * name and descriptor, in place of doing nothing. Safe for use by many threads.
 */
final class FacadeWeaver {

  /** Internal name of the class that holds the hooks, in a loader of the application. */
  static final String HOOKS = "dev/gemba/api/Hooks";

  byte[] weave(byte[] classFile, LoaderClasses classes) {
    String name = HOOKS.replace('/', '.');
    ClassFileLocator locator = ClassWeaver.locator(name, classFile, classes);
    TypePool types = ClassWeaver.types(locator);
    return ClassWeaver.BYTE_BUDDY
        .decorate(types.describe(name).resolve(), locator)
        .visit(
            new AsmVisitorWrapper.ForDeclaredMethods()
                .method(MethodDescription::isStatic, FacadeWeaver::wrap))
        .make(TypeResolutionStrategy.Disabled.INSTANCE, types)
        .getBytes();
  }

  private static MethodVisitor wrap(
      TypeDescription type,
      MethodDescription hook,
      MethodVisitor visitor,
      Implementation.Context context,
      TypePool types,
      int writerFlags,
      int readerFlags) {
    return new Body(visitor, hook.getInternalName(), hook.getDescriptor());
  }

  /** Writes another body, and lets nothing of the old one through. */
  private static final class Body extends MethodVisitor {
    private final MethodVisitor target;
    private final String name;
    private final String descriptor;

    Body(MethodVisitor target, String name, String descriptor) {
      super(net.bytebuddy.utility.OpenedClassReader.ASM_API);
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
      target.visitMethodInsn(
          Opcodes.INVOKESTATIC, Type.getInternalName(Facade.class), name, descriptor, false);
      Type returned = Type.getReturnType(descriptor);
      target.visitInsn(returned.getOpcode(Opcodes.IRETURN));
      target.visitMaxs(Math.max(variable, returned.getSize()), variable);
      target.visitEnd();
    }
  }
}
