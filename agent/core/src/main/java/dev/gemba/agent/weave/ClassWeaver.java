package dev.gemba.agent.weave;

import dev.gemba.bootstrap.Bridge;
import dev.gemba.bootstrap.Probe;
import java.util.Map;
import java.util.function.BiConsumer;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
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
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.pool.TypePool;

/**
 * Weaves advice into the methods of one class at a time, with Byte Buddy. The class keeps its
 * shape: no member is added, so it can be retransformed, woven by others and given back. Safe for
 * use by many threads at once.
 */
final class ClassWeaver {

  static final ByteBuddy BYTE_BUDDY =
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
   * The woven class file; null if no method of it could be woven.
   *
   * @param name as {@link Class#getName} has it
   * @param classes where the files of other classes are found
   * @param probes by method name and descriptor, of which those that cannot be woven are taken out;
   *     whether a probe has a capture decides the advice
   * @param failures takes the class's name and why some method of it is not woven
   * @throws RuntimeException of whatever kind if the class cannot be woven
   */
  byte[] weave(
      String name,
      byte[] classFile,
      LoaderClasses classes,
      Map<String, Probe> probes,
      BiConsumer<String, String> failures) {
    ClassFileLocator locator = locator(name, classFile, classes);
    weaving.set(probes);
    try {
      while (!probes.isEmpty()) {
        try {
          TypePool types = types(locator);
          return BYTE_BUDDY
              .decorate(types.describe(name).resolve(), locator)
              .visit(
                  new AsmVisitorWrapper.ForDeclaredMethods()
                      .readerFlags(ClassReader.EXPAND_FRAMES)
                      .invokable(m -> true, this::wrap))
              .make(TypeResolutionStrategy.Disabled.INSTANCE, types)
              .getBytes();
        } catch (MethodTooLargeException e) {
          leaveOut(e.getMethodName() + e.getDescriptor(), "64 kB of code", name, probes, failures);
        } catch (LocalsGuard.TooManyLocals e) {
          leaveOut(e.method(), "65,535 local variables", name, probes, failures);
        }
      }
      return null;
    } finally {
      weaving.remove();
    }
  }

  private static void leaveOut(
      String method,
      String limit,
      String name,
      Map<String, Probe> probes,
      BiConsumer<String, String> failures) {
    if (probes.remove(method) == null) {
      throw new IllegalStateException(method + " exceeds " + limit + " without a probe");
    }
    failures.accept(name, method + " has no room for a probe within the JVM's " + limit);
  }

  static ClassFileLocator locator(String name, byte[] classFile, LoaderClasses classes) {
    return new ClassFileLocator.Compound(
        ClassFileLocator.Simple.of(name, classFile), new Located(classes));
  }

  static TypePool types(ClassFileLocator locator) {
    return new TypePool.Default.WithLazyResolution(
        new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST);
  }

  /** Byte Buddy's view of a loader's class files. */
  private record Located(LoaderClasses classes) implements ClassFileLocator {
    @Override
    public Resolution locate(String name) {
      byte[] classFile = classes.read(name.replace('.', '/'));
      return classFile == null ? new Resolution.Illegal(name) : new Resolution.Explicit(classFile);
    }

    @Override
    public void close() {}
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
    boolean captures = probe.capture() != null;
    MethodVisitor guarded =
        new LocalsGuard(visitor, target.getInternalName() + target.getDescriptor());
    if (!target.isConstructor()) {
      Advice advice = captures ? capturingMethod : method;
      return advice.wrap(type, target, guarded, context, types, writerFlags, readerFlags);
    }
    Advice advice = captures ? capturingConstructor : constructor;
    MethodVisitor advised =
        advice.wrap(type, target, guarded, context, types, writerFlags, readerFlags);
    // From Java 7 on, frames tell where this is initialised; the older verifier infers it.
    return type.getClassFileVersion() != null
            && type.getClassFileVersion().isAtLeast(ClassFileVersion.JAVA_V7)
        ? new ConstructorExits(advised, guarded, type.getInternalName(), target, probe.id)
        : advised;
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
