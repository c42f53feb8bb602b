package dev.gemba.agent.weave;

import net.bytebuddy.asm.Advice;

/**
 * Inlined into {@code loadClass} of class loaders that may delegate nothing but {@code java.*}
 * (OSGi, JBoss Modules), so that they find the bridge where every other loader does. Uses nothing
 * but {@code java.lang}: the loader's own class may not see the bridge either.
 */
final class DelegationAdvice {

  private DelegationAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static Class<?> enter(@Advice.Argument(0) String name) throws ClassNotFoundException {
    return name != null && name.startsWith("dev.gemba.bootstrap.")
        ? Class.forName(name, false, null)
        : null;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
  static void exit(
      @Advice.Enter Class<?> bridge, @Advice.Return(readOnly = false) Class<?> returned) {
    if (bridge != null) {
      returned = bridge;
    }
  }
}
