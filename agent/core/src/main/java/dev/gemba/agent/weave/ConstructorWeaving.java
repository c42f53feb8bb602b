package dev.gemba.agent.weave;

import java.util.function.IntConsumer;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes a probe into a constructor. The verifier allows no handler that spans the call of {@code
 * super(…)}, as {@code this} is initialised at its end and not at its beginning (JVMS 4.10.1.4). So
 * the handler begins behind that call; what the superclass's constructor throws, or the evaluation
 * of its arguments, passes unrecorded. A constructor that calls {@code super} or {@code this} in
 * more than one place, or is older than Java 7, is left without a handler.
 */
final class ConstructorWeaving extends MethodWeaving {

  /** From this version of class files on, frames tell where {@code this} is initialised. */
  private static final int TELLS_INITIALISATION = 51;

  private final ProbeFrame frame;
  private final int majorVersion;
  private final Label initialised = new Label();
  private int pendingNew;
  private int initialisations;
  private boolean uninitialisedBehind;

  ConstructorWeaving(
      MethodVisitor target, ProbeFrame frame, int probe, int majorVersion, IntConsumer codeLength) {
    super(target, frame, probe, majorVersion, codeLength);
    this.frame = frame;
    this.majorVersion = majorVersion;
  }

  @Override
  String enter() {
    return "enterConstructor";
  }

  @Override
  boolean isConstructor() {
    return true;
  }

  @Override
  Label handledFrom() {
    boolean one = initialisations == 1 && !uninitialisedBehind;
    return one && majorVersion >= TELLS_INITIALISATION ? initialised : null;
  }

  @Override
  public void visitTypeInsn(int opcode, String operand) {
    if (opcode == Opcodes.NEW) {
      pendingNew++;
    }
    super.visitTypeInsn(opcode, operand);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    if (opcode != Opcodes.INVOKESPECIAL || !name.equals("<init>")) {
      return;
    }
    if (pendingNew > 0) {
      pendingNew--;
    } else if (initialisations++ == 0) {
      super.visitLabel(initialised);
    }
  }

  @Override
  public void visitVarInsn(int opcode, int variable) {
    boolean stores = opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
    if (stores && variable == 0 && frame.captures()) {
      throw new UnwovenMethodException(
          frame.nameAndDescriptor(), "puts something else in the place of 'this'");
    }
    super.visitVarInsn(opcode, variable);
  }

  @Override
  public void visitFrame(int type, int count, Object[] variables, int stackSize, Object[] stack) {
    super.visitFrame(type, count, variables, stackSize, stack);
    // Code that runs before super(…) may lie behind it; the handler must not cover that.
    boolean before = count > 0 && Opcodes.UNINITIALIZED_THIS.equals(variables[0]);
    uninitialisedBehind |= initialisations > 0 && before;
  }
}
