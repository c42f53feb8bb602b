package dev.gemba.agent.weave;

import java.util.function.IntConsumer;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes the probe of a pack into a method: as {@link MethodWeaving}, but the bridge gets the
 * arguments when the call begins as well, and a place of its own behind them.
 *
 * <pre>
 *   arguments = wantsGuide(id) ? { arguments…, null } : null
 *   token = enterGuided(id, this, arguments)
 *   argument0 = argument(arguments, 0, argument0) …          where they may be replaced
 *   try { … } with each return written as { exitGuided(id, token, this, arguments, value, null) } …
 * </pre>
 */
final class GuidedWeaving extends EarlyWeaving {

  private final ProbeFrame frame;
  private final boolean lasting;
  private final boolean replaces;

  /**
   * @param lasting whether what a method returns may be exchanged for what tells when it is over
   * @param replaces whether the method takes what stands in the array when the call has begun
   */
  GuidedWeaving(
      MethodVisitor target,
      ProbeFrame frame,
      int probe,
      int majorVersion,
      IntConsumer codeLength,
      boolean lasting,
      boolean replaces) {
    super(target, frame, probe, majorVersion, codeLength);
    this.frame = frame;
    this.lasting = lasting;
    this.replaces = replaces;
  }

  @Override
  void endReturning() {
    if (!lasting || !isReference(frame.returned())) {
      super.endReturning();
      return;
    }
    pushProbe();
    mv.visitVarInsn(Opcodes.LLOAD, frame.token());
    pushReceiver();
    mv.visitVarInsn(Opcodes.ALOAD, frame.arguments());
    pushReturned();
    bridge(
        "exitLasting",
        "(IJLjava/lang/Object;[Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
    keepReturned();
  }

  @Override
  int argumentRoom() {
    return frame.parameters().length + 1;
  }

  @Override
  void begun() {
    pushProbe();
    pushReceiver();
    mv.visitVarInsn(Opcodes.ALOAD, frame.arguments());
    bridge("enterGuided", "(ILjava/lang/Object;[Ljava/lang/Object;)J");
    mv.visitVarInsn(Opcodes.LSTORE, frame.token());
    if (replaces) {
      takeArguments();
    }
  }

  @Override
  String exitOfValues() {
    return "exitGuided";
  }
}
