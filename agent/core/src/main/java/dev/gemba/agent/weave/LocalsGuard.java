package dev.gemba.agent.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Refuses a woven method with more local variables than a class file can say: their number would be
 * written modulo 2^16, and the JVM would refuse the class.
 */
final class LocalsGuard extends MethodVisitor {

  private static final int MAX_LOCALS = 65_535;

  private final String method;

  LocalsGuard(MethodVisitor target, String method) {
    super(OpenedClassReader.ASM_API, target);
    this.method = method;
  }

  @Override
  public void visitMaxs(int stack, int locals) {
    if (locals > MAX_LOCALS) {
      throw new TooManyLocals(method);
    }
    super.visitMaxs(stack, locals);
  }

  /** Thrown for one method, to be woven without it. */
  static final class TooManyLocals extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String method;

    TooManyLocals(String method) {
      super(method, null, false, false);
      this.method = method;
    }

    String method() {
      return method;
    }
  }
}
