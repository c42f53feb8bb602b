package dev.gemba.agent.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Writes a probe into a method: a call of the bridge where it begins, before each return, and in a
 * handler around it all for what it throws.
 *
 * <pre>
 *   token = enter(id)
 *   try { … } with each return written as { value = …; exit(id, token); return value }
 *   catch (Throwable value) { exit(id, token, value); throw value }
 * </pre>
 *
 * <p>The bridge contains whatever goes wrong in it. What is left is a stack too full to call it at
 * all: at the beginning that is told to the caller, who could not call this method any better
 * without a probe; at the end it is swallowed by a handler of each call.
 *
 * <p>The probe's handlers stand behind the method's own, and know nothing of its variables, so that
 * these may be used as the compiler liked. For one method and one thread.
 */
class MethodWeaving extends MethodVisitor {

  private static final String BRIDGE = "dev/gemba/bootstrap/Bridge";
  private static final String EXIT_CAPTURING =
      "(IJLjava/lang/Object;[Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Throwable;)V";

  /** The bridge's widest call, and a value that is being boxed. */
  private static final int MORE_STACK = 9;

  /** From this version of class files on, the verifier reads frames. */
  private static final int WITH_FRAMES = 50;

  private final ProbeFrame frame;
  private final int probe;
  private final boolean framed;
  private final IntConsumer codeLength;
  private final Label body = new Label();

  /** Where each call of the bridge before a return begins and ends. */
  private final List<Label> exits = new ArrayList<>();

  /**
   * @param codeLength takes how long the woven code is, in bytes
   */
  MethodWeaving(
      MethodVisitor target, ProbeFrame frame, int probe, int majorVersion, IntConsumer codeLength) {
    super(Opcodes.ASM9, target);
    this.codeLength = codeLength;
    this.frame = frame;
    this.probe = probe;
    this.framed = majorVersion >= WITH_FRAMES;
  }

  /** The bridge's method that begins a call. */
  String enter() {
    return "enter";
  }

  /** Where the handler for what is thrown begins to matter; null if there can be none. */
  Label handledFrom() {
    return body;
  }

  /** Begins a call; leaves the token on the stack. */
  void begin() {
    push(probe);
    bridge(enter(), "(I)J");
  }

  /** Ends a call that returns what is kept as the value. */
  void endReturning() {
    push(probe);
    mv.visitVarInsn(Opcodes.LLOAD, frame.token());
    if (frame.captures()) {
      pushReceiver();
      mv.visitVarInsn(Opcodes.ALOAD, frame.arguments());
      pushReturned();
      mv.visitInsn(Opcodes.ACONST_NULL);
      bridge(exitOfValues(), EXIT_CAPTURING);
    } else {
      bridge("exit", "(IJ)V");
    }
  }

  /** Ends a call that throws what is kept as the value. */
  void endThrowing() {
    push(probe);
    mv.visitVarInsn(Opcodes.LLOAD, frame.token());
    if (frame.captures() && !isConstructor()) {
      pushReceiver();
      mv.visitVarInsn(Opcodes.ALOAD, frame.arguments());
      mv.visitInsn(Opcodes.ACONST_NULL);
      mv.visitVarInsn(Opcodes.ALOAD, frame.value());
      bridge(exitOfValues(), EXIT_CAPTURING);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, frame.value());
      bridge("exit", "(IJLjava/lang/Throwable;)V");
    }
  }

  @Override
  public void visitCode() {
    mv.visitCode();
    begin();
    mv.visitVarInsn(Opcodes.LSTORE, frame.token());
    if (frame.captures()) {
      keepArguments();
    }
    begun();
    mv.visitLabel(body);
  }

  /** Whatever is to be done once the arguments are kept. */
  void begun() {
    // A call has begun before.
  }

  /** Has the method take what stands in the array of its arguments now, but for primitives. */
  final void takeArguments() {
    int variable = frame.firstParameter();
    Type[] parameters = frame.parameters();
    for (int i = 0; i < parameters.length; i++) {
      if (isReference(parameters[i])) {
        mv.visitVarInsn(Opcodes.ALOAD, frame.arguments());
        push(i);
        mv.visitVarInsn(Opcodes.ALOAD, variable);
        bridge("argument", "([Ljava/lang/Object;ILjava/lang/Object;)Ljava/lang/Object;");
        mv.visitTypeInsn(Opcodes.CHECKCAST, parameters[i].getInternalName());
        mv.visitVarInsn(Opcodes.ASTORE, variable);
      }
      variable += parameters[i].getSize();
    }
  }

  /** Leaves on the stack whether the arguments of this call are wanted. */
  void askForArguments() {
    pushProbe();
    mv.visitVarInsn(Opcodes.LLOAD, frame.token());
    bridge("wantsArguments", "(IJ)Z");
  }

  /** Places of the array that the arguments are kept in. */
  int argumentRoom() {
    return frame.parameters().length;
  }

  /** The bridge's method that ends a call whose arguments were kept. */
  String exitOfValues() {
    return "exitCapturing";
  }

  final void pushProbe() {
    push(probe);
  }

  /** Keeps them as they are now, unless nobody wants them. */
  private void keepArguments() {
    if (frame.keepsReceiver()) {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitVarInsn(Opcodes.ASTORE, frame.receiver());
    }
    Label from = new Label();
    Label to = new Label();
    Label failed = new Label();
    Label none = new Label();
    Label kept = new Label();
    askForArguments();
    mv.visitJumpInsn(Opcodes.IFEQ, none);
    mv.visitTryCatchBlock(from, to, failed, null);
    mv.visitLabel(from);
    pushArguments();
    mv.visitLabel(to);
    mv.visitVarInsn(Opcodes.ASTORE, frame.arguments());
    mv.visitJumpInsn(Opcodes.GOTO, kept);
    mv.visitLabel(failed);
    frame(frame.withoutArguments(), ProbeFrame.thrownOnStack());
    mv.visitInsn(Opcodes.POP);
    mv.visitLabel(none);
    frame(frame.withoutArguments(), ProbeFrame.emptyStack());
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitVarInsn(Opcodes.ASTORE, frame.arguments());
    mv.visitLabel(kept);
    frame(frame.begun(), ProbeFrame.emptyStack());
    // The method's first instruction may have a frame of its own, and no place can have two.
    mv.visitInsn(Opcodes.NOP);
  }

  private void pushArguments() {
    Type[] parameters = frame.parameters();
    push(argumentRoom());
    mv.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    int variable = frame.firstParameter();
    for (int i = 0; i < parameters.length; i++) {
      mv.visitInsn(Opcodes.DUP);
      push(i);
      pushBoxed(parameters[i], variable);
      mv.visitInsn(Opcodes.AASTORE);
      variable += parameters[i].getSize();
    }
  }

  @Override
  public void visitFrame(int type, int count, Object[] variables, int stackSize, Object[] stack) {
    Object[] all = frame.body(count, variables);
    mv.visitFrame(type, all.length, all, stackSize, stack);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
      mv.visitInsn(opcode);
      return;
    }
    Type returned = frame.returned();
    if (returned.getSort() != Type.VOID) {
      mv.visitVarInsn(returned.getOpcode(Opcodes.ISTORE), frame.value());
    }
    exits.add(mark());
    endReturning();
    exits.add(mark());
    giveBack(returned);
  }

  private void giveBack(Type returned) {
    if (returned.getSort() != Type.VOID) {
      mv.visitVarInsn(returned.getOpcode(Opcodes.ILOAD), frame.value());
    }
    mv.visitInsn(returned.getOpcode(Opcodes.IRETURN));
  }

  @Override
  public void visitMaxs(int stack, int locals) {
    Label end = mark();
    if (!exits.isEmpty()) {
      Label handler = new Label();
      for (int i = 0; i < exits.size(); i += 2) {
        mv.visitTryCatchBlock(exits.get(i), exits.get(i + 1), handler, null);
      }
      mv.visitLabel(handler);
      frame(frame.returning(), ProbeFrame.thrownOnStack());
      mv.visitInsn(Opcodes.POP);
      giveBack(frame.returned());
    }
    Label from = handledFrom();
    if (from != null) {
      addHandler(from, end);
    }
    codeLength.accept(mark().getOffset());
    mv.visitMaxs(stack + MORE_STACK, Math.max(locals, frame.size()));
  }

  private void addHandler(Label from, Label end) {
    Label handler = new Label();
    mv.visitTryCatchBlock(from, end, handler, null);
    mv.visitLabel(handler);
    frame(frame.handler(), ProbeFrame.thrownOnStack());
    mv.visitVarInsn(Opcodes.ASTORE, frame.value());
    Label exit = mark();
    endThrowing();
    Label exited = mark();
    mv.visitVarInsn(Opcodes.ALOAD, frame.value());
    mv.visitInsn(Opcodes.ATHROW);
    Label failed = new Label();
    mv.visitTryCatchBlock(exit, exited, failed, null);
    mv.visitLabel(failed);
    frame(frame.throwing(), ProbeFrame.thrownOnStack());
    mv.visitInsn(Opcodes.POP);
    mv.visitVarInsn(Opcodes.ALOAD, frame.value());
    mv.visitInsn(Opcodes.ATHROW);
  }

  /** A receiver that is half initialised is no business of a capture. */
  boolean isConstructor() {
    return false;
  }

  final void pushReceiver() {
    if (frame.isStatic()) {
      mv.visitInsn(Opcodes.ACONST_NULL);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, frame.keepsReceiver() ? frame.receiver() : 0);
    }
  }

  /** The value that is returned, boxed; null for void. */
  final void pushReturned() {
    pushBoxed(frame.returned(), frame.value());
  }

  /** Has the object on the stack be returned, if it is of the type for it. */
  final void keepReturned() {
    mv.visitTypeInsn(Opcodes.CHECKCAST, frame.returned().getInternalName());
    mv.visitVarInsn(Opcodes.ASTORE, frame.value());
  }

  static boolean isReference(Type type) {
    return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
  }

  private void pushBoxed(Type type, int variable) {
    if (type.getSort() == Type.VOID) {
      mv.visitInsn(Opcodes.ACONST_NULL);
      return;
    }
    mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), variable);
    String box = boxOf(type);
    if (box != null) {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          box,
          "valueOf",
          "(" + type.getDescriptor() + ")L" + box + ";",
          false);
    }
  }

  /** Null for a reference. */
  private static String boxOf(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> "java/lang/Boolean";
      case Type.BYTE -> "java/lang/Byte";
      case Type.SHORT -> "java/lang/Short";
      case Type.CHAR -> "java/lang/Character";
      case Type.INT -> "java/lang/Integer";
      case Type.LONG -> "java/lang/Long";
      case Type.FLOAT -> "java/lang/Float";
      case Type.DOUBLE -> "java/lang/Double";
      default -> null;
    };
  }

  final void push(int value) {
    if (value >= -1 && value <= 5) {
      mv.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
      mv.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      mv.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      mv.visitLdcInsn(value);
    }
  }

  final void bridge(String name, String descriptor) {
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, name, descriptor, false);
  }

  private Label mark() {
    Label here = new Label();
    mv.visitLabel(here);
    return here;
  }

  private void frame(Object[] variables, Object[] stack) {
    if (framed) {
      mv.visitFrame(Opcodes.F_NEW, variables.length, variables, stack.length, stack);
    }
  }
}
