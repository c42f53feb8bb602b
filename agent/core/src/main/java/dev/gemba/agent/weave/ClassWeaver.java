package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Bridge;
import dev.gemba.bootstrap.Probe;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.pool.TypePool;

/**
 * Weaves advice into the methods of one class at a time, with Byte Buddy. The class keeps its
 * shape: no member is added, so it can be retransformed, woven by others and given back. Safe for
 * use by many threads at once.
 */
final class ClassWeaver {

  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .with(InstrumentedType.Factory.Default.FROZEN);

  /** The probes of the class that this thread is weaving, by method name and descriptor. */
  @SuppressWarnings("ThreadLocalUsage") // emptied after each class; a weaver is made once an attach
  private final ThreadLocal<Map<String, Probe>> weaving = new ThreadLocal<>();

  private final Advice method = advice(MethodAdvice.class);
  private final Advice constructor = advice(ConstructorAdvice.class);
  private final Advice capturingMethod = advice(CapturingMethodAdvice.class);
  private final Advice capturingConstructor = advice(CapturingConstructorAdvice.class);

  /**
   * The woven class file.
   *
   * @param name as {@link Class#getName} has it
   * @param classes where the files of other classes are found
   * @param probes by method name and descriptor; whether a probe has a capture decides the advice
   * @throws RuntimeException of whatever kind if the class cannot be woven
   */
  byte[] weave(String name, byte[] classFile, ClassFileLocator classes, Map<String, Probe> probes) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(ClassFileLocator.Simple.of(name, classFile), classes);
    TypePool types =
        new TypePool.Default.WithLazyResolution(
            new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST);
    weaving.set(probes);
    try {
      return byteBuddy
          .decorate(types.describe(name).resolve(), locator)
          .visit(new AsmVisitorWrapper.ForDeclaredMethods().invokable(m -> true, this::wrap))
          .make(TypeResolutionStrategy.Disabled.INSTANCE, types)
          .getBytes();
    } finally {
      weaving.remove();
    }
  }

  private MethodVisitor wrap(
      TypeDescription type,
      MethodDescription target,
      MethodVisitor visitor,
      Implementation.Context context,
      TypePool types,
      int writerFlags,
      int readerFlags) {
    Probe probe = probeOf(target);
    if (probe == null) {
      return visitor;
    }
    Advice advice =
        probe.capture() == null
            ? target.isConstructor() ? constructor : method
            : target.isConstructor() ? capturingConstructor : capturingMethod;
    return advice.wrap(type, target, visitor, context, types, writerFlags, readerFlags);
  }

  private Probe probeOf(MethodDescription target) {
    return weaving.get().get(target.getInternalName() + target.getDescriptor());
  }

  private Advice advice(Class<?> type) {
    return Advice.withCustomMapping()
        .bind(new ProbeIdMapping())
        .to(type, ClassFileLocator.ForClassLoader.of(type.getClassLoader()))
        .withExceptionHandler(new FailureHandler());
  }

  /** Puts the probe's id in place of a parameter. */
  private final class ProbeIdMapping
      implements Advice.OffsetMapping.Factory<ProbeId>, Advice.OffsetMapping {

    @Override
    public Class<ProbeId> getAnnotationType() {
      return ProbeId.class;
    }

    @Override
    public Advice.OffsetMapping make(
        ParameterDescription.InDefinedShape target,
        AnnotationDescription.Loadable<ProbeId> annotation,
        AdviceType adviceType) {
      return this;
    }

    @Override
    public Target resolve(
        TypeDescription instrumentedType,
        MethodDescription instrumentedMethod,
        Assigner assigner,
        Advice.ArgumentHandler argumentHandler,
        Sort sort) {
      return new Target.ForStackManipulation(
          IntegerConstant.forValue(probeOf(instrumentedMethod).id));
    }
  }

  /** Tells the bridge what Gemba threw, instead of the application. */
  private final class FailureHandler implements Advice.ExceptionHandler {

    private final MethodDescription failed;

    FailureHandler() {
      try {
        failed =
            new MethodDescription.ForLoadedMethod(
                Bridge.class.getMethod("failed", Throwable.class, int.class));
      } catch (NoSuchMethodException e) {
        throw new LinkageError("the bridge is of another version", e);
      }
    }

    @Override
    public StackManipulation resolve(
        MethodDescription instrumentedMethod, TypeDescription instrumentedType) {
      return new StackManipulation.Compound(
          IntegerConstant.forValue(probeOf(instrumentedMethod).id),
          MethodInvocation.invoke(failed.asDefined()));
    }
  }
}
