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

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      backupArguments = false)
  static void exit(@ProbeId int probe, @Advice.Enter long token, @Advice.Thrown Throwable thrown) {
    Bridge.exit(probe, token, thrown);
  }
}
