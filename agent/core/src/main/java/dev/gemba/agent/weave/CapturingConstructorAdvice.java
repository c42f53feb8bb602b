package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Bridge;
import net.bytebuddy.asm.Advice;

/** Inlined into constructors whose values are captured; see {@link ConstructorAdvice}. */
final class CapturingConstructorAdvice {

  private CapturingConstructorAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static long enter(@ProbeId int probe) {
    return Bridge.enterConstructor(probe);
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @ProbeId int probe,
      @Advice.Enter long token,
      @Advice.This Object self,
      @Advice.AllArguments Object[] arguments) {
    Bridge.exitCapturing(probe, token, self, arguments, null, null);
  }
}
