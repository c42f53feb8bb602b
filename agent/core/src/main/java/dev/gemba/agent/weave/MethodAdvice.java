package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Bridge;
import net.bytebuddy.asm.Advice;

/** Inlined into methods that only count, time or span. */
final class MethodAdvice {

  private MethodAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static long enter(@ProbeId int probe) {
    return Bridge.enter(probe);
  }

  // Arguments are backed up although none is read: compilers that use the slots of arguments for
  // values of other types would otherwise leave no frame that the handler could declare.
  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@ProbeId int probe, @Advice.Enter long token, @Advice.Thrown Throwable thrown) {
    Bridge.exit(probe, token, thrown);
  }
}
