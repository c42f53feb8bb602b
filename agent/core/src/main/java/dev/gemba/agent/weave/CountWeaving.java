package dev.gemba.agent.weave;

import java.util.function.IntConsumer;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Writes into a method that its calls are counted, for what is so cheap that a probe with a begin
 * and an end would cost more than the call itself.
 *
 * <pre>
 *   count(id, 1) or count(id, argument0)
 *   …
 * </pre>
 */
final class CountWeaving extends MethodVisitor {

  private static final String BRIDGE = "dev/gemba/bootstrap/Bridge";

  /** The bridge's call takes two places. */
  private static final int STACK = 2;

  private final ProbeFrame frame;
  private final int probe;
  private final boolean numbered;
  private final IntConsumer codeLength;

  /**
   * @param numbered whether the first argument is how many calls one stands for
   * @param codeLength takes how long the woven code is, in bytes
   * @throws UnwovenMethodException if there is no such argument
   */
  CountWeaving(
      MethodVisitor target, ProbeFrame frame, int probe, boolean numbered, IntConsumer codeLength) {
    super(Opcodes.ASM9, target);
    this.frame = frame;
    this.probe = probe;
    this.numbered = numbered;
    this.codeLength = codeLength;
    if (numbered && !beginsWithInt(frame.parameters())) {
      throw new UnwovenMethodException(
          frame.nameAndDescriptor(), "does not say by its first argument how many it counts");
    }
  }

  private static boolean beginsWithInt(Type[] parameters) {
    return parameters.length > 0 && parameters[0].getSort() == Type.INT;
  }

  @Override
  public void visitCode() {
    mv.visitCode();
    mv.visitLdcInsn(probe);
    if (numbered) {
      mv.visitVarInsn(Opcodes.ILOAD, frame.firstParameter());
    } else {
      mv.visitInsn(Opcodes.ICONST_1);
    }
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, "count", "(II)V", false);
  }

  @Override
  public void visitMaxs(int stack, int locals) {
    Label end = new Label();
    mv.visitLabel(end);
    codeLength.accept(end.getOffset());
    mv.visitMaxs(Math.max(stack, STACK), locals);
  }
}
