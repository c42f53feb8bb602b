package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Bridge;
import net.bytebuddy.asm.Advice;

/**
 * Inlined into constructors. The JVM's verifier lets no handler span the call of {@code super(…)},
 * so only normal exits pass here; {@link ConstructorExits} sees to the others.
 */
final class ConstructorAdvice {

  private ConstructorAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static long enter(@ProbeId int probe) {
    return Bridge.enterConstructor(probe);
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@ProbeId int probe, @Advice.Enter long token) {
    Bridge.exit(probe, token, null);
  }
}
