package dev.gemba.agent.weave;

import java.util.function.IntConsumer;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Writes what a pack's guide is shown of a method: its arguments when it is called, before all. */
abstract class EarlyWeaving extends MethodWeaving {

  EarlyWeaving(
      MethodVisitor target, ProbeFrame frame, int probe, int majorVersion, IntConsumer codeLength) {
    super(target, frame, probe, majorVersion, codeLength);
  }

  /** Nothing yet but an empty token: a call begins, if one does, once its arguments are kept. */
  @Override
  final void begin() {
    mv.visitInsn(Opcodes.LCONST_0);
  }

  @Override
  final void askForArguments() {
    pushProbe();
    bridge("wantsGuide", "(I)Z");
  }
}
