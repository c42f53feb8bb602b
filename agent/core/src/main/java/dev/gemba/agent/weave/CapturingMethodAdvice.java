package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Bridge;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Inlined into methods whose values are captured. Arguments are kept as they were at the start and
 * handed over in an array: this is the price that methods without captured values do not pay.
 */
final class CapturingMethodAdvice {

  private CapturingMethodAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static long enter(@ProbeId int probe) {
    return Bridge.enter(probe);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @ProbeId int probe,
      @Advice.Enter long token,
      @Advice.This(optional = true) Object self,
      @Advice.AllArguments Object[] arguments,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned,
      @Advice.Thrown Throwable thrown) {
    Bridge.exitCapturing(probe, token, self, arguments, returned, thrown);
  }
}
