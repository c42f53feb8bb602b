package dev.gemba.agent.weave;

import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/** Weaves {@link DelegationAdvice} into a class loader. Safe for use by many threads. */
final class DelegationWeaver {

  private final Advice advice =
      Advice.to(
          DelegationAdvice.class,
          ClassFileLocator.ForClassLoader.of(DelegationAdvice.class.getClassLoader()));

  byte[] weave(String name, byte[] classFile, LoaderClasses classes, Set<String> descriptors) {
    ClassFileLocator locator = ClassWeaver.locator(name, classFile, classes);
    TypePool types = ClassWeaver.types(locator);
    ElementMatcher<MethodDescription> loadClass =
        method ->
            method.getInternalName().equals("loadClass")
                && descriptors.contains(method.getDescriptor());
    return ClassWeaver.BYTE_BUDDY
        .decorate(types.describe(name).resolve(), locator)
        .visit(new AsmVisitorWrapper.ForDeclaredMethods().method(loadClass, advice))
        .make(TypeResolutionStrategy.Disabled.INSTANCE, types)
        .getBytes();
  }
}
