package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Bridge;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Records the exceptional exits of a constructor, which Byte Buddy's advice cannot: a handler that
 * spans the call of {@code super(…)} is refused by the verifier, as {@code this} is initialised at
 * its end and not at its beginning (JVMS 4.10.1.4). So this handler begins behind that call; what
 * the superclass's constructor throws, or the evaluation of its arguments, passes unrecorded.
 *
 * <p>Stands between the class reader and the advice, whose token it finds in the local variable
 * behind the parameters. A constructor that assigns to a parameter, or calls {@code super} or
 * {@code this} in more than one place, is left without a handler.
 */
final class ConstructorExits extends MethodVisitor {

  private static final int STACK = 5;

  private final MethodVisitor direct;
  private final String type;
  private final MethodDescription constructor;
  private final int probe;
  private final Label initialised = new Label();
  private int pendingNew;
  private int initialisations;
  private boolean assignsParameter;
  private boolean uninitialisedBehind;

  /**
   * A visitor for one constructor.
   *
   * @param advised the advice's visitor, which translates variables and frames
   * @param direct where the advice writes to
   * @param type internal name of the class
   */
  ConstructorExits(
      MethodVisitor advised,
      MethodVisitor direct,
      String type,
      MethodDescription constructor,
      int probe) {
    super(OpenedClassReader.ASM_API, advised);
    this.direct = direct;
    this.type = type;
    this.constructor = constructor;
    this.probe = probe;
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
    assignsParameter |= stores && variable < constructor.getStackSize();
    super.visitVarInsn(opcode, variable);
  }

  @Override
  public void visitFrame(
      int type, int variables, Object[] variable, int operands, Object[] operand) {
    super.visitFrame(type, variables, variable, operands, operand);
    // Code that runs before super(…) may lie behind it; the handler must not cover that.
    boolean before = variables > 0 && Opcodes.UNINITIALIZED_THIS.equals(variable[0]);
    uninitialisedBehind |= initialisations > 0 && before;
  }

  @Override
  public void visitMaxs(int stack, int locals) {
    if (initialisations == 1 && !assignsParameter && !uninitialisedBehind) {
      addHandler();
    }
    super.visitMaxs(Math.max(stack, STACK), locals);
  }

  private void addHandler() {
    Label handler = new Label();
    super.visitTryCatchBlock(initialised, handler, handler, null);
    super.visitLabel(handler);
    Object[] variables = variables();
    super.visitFrame(
        Opcodes.F_NEW, variables.length, variables, 1, new Object[] {"java/lang/Throwable"});
    // Written past the advice: its token is not a variable of the constructor as it was.
    direct.visitLdcInsn(probe);
    direct.visitVarInsn(Opcodes.LLOAD, constructor.getStackSize());
    direct.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Type.getInternalName(Bridge.class),
        "exitThrown",
        "(Ljava/lang/Throwable;IJ)Ljava/lang/Throwable;",
        false);
    super.visitInsn(Opcodes.ATHROW);
  }

  private Object[] variables() {
    Object[] variables = new Object[1 + constructor.getParameters().size()];
    variables[0] = type;
    for (ParameterDescription parameter : constructor.getParameters()) {
      String descriptor = parameter.getType().asErasure().getDescriptor();
      variables[1 + parameter.getIndex()] =
          switch (descriptor.charAt(0)) {
            case 'Z', 'B', 'S', 'C', 'I' -> Opcodes.INTEGER;
            case 'J' -> Opcodes.LONG;
            case 'F' -> Opcodes.FLOAT;
            case 'D' -> Opcodes.DOUBLE;
            case '[' -> descriptor;
            default -> descriptor.substring(1, descriptor.length() - 1);
          };
    }
    return variables;
  }
}
