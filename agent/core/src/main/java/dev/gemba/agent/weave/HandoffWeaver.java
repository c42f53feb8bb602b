package dev.gemba.agent.weave;

import dev.gemba.agent.target.ClassFileReader;
import dev.gemba.agent.target.MethodFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Has the JDK's own executors, threads, timers and futures carry traces on: writes calls of {@code
 * Handoffs} to where tasks are submitted and where they are run. No task is wrapped, and no class
 * changes its shape. Only the functions of a {@code CompletableFuture}, which nobody can ask it for
 * again, are.
 *
 * <p>What a JDK does not have is not looked for, so that the table holds for all of them. Safe for
 * use by many threads.
 */
final class HandoffWeaver {

  private static final String HANDOFFS = "dev/gemba/bootstrap/Handoffs";
  private static final String TAKES_TASK = "(Ljava/lang/Object;)V";
  private static final String TAKES_NOTHING = "()V";

  /** Functions that are wrapped. */
  private static final Set<String> FUNCTIONS =
      Set.of("Function", "BiFunction", "Consumer", "BiConsumer", "Supplier", "Runnable");

  /** What is done to the methods of one name. */
  private sealed interface Change {

    /** Calls {@code Handoffs} as the method begins. */
    record AtStart(String hook, String descriptor) implements Change {}

    /** Has what the method runs be run by {@code Handoffs}. */
    record RunBy(String owner) implements Change {}

    /** Calls {@code Handoffs} before the method calls another. */
    record BeforeCall(String owner, String called, String hook, String descriptor)
        implements Change {}

    /** Carries on, for as long as the method runs, what its receiver does as a task. */
    record Throughout() implements Change {}

    /** Wraps the function that the method takes. */
    record Wrap() implements Change {}
  }

  private static final Change OFFER = new Change.AtStart("offer", TAKES_TASK);
  private static final Change OFFER_ONCE = new Change.AtStart("offerOnce", TAKES_TASK);
  private static final Change WITHDRAW = new Change.AtStart("withdraw", TAKES_TASK);
  private static final Change FORGET_THREAD = new Change.AtStart("forgetThread", TAKES_NOTHING);
  private static final Change WRAP = new Change.Wrap();
  private static final Change OFFER_BEFORE_EXEC =
      new Change.BeforeCall("java/util/concurrent/ForkJoinTask", "doExec", "offerOnce", TAKES_TASK);
  private static final Change OFFER_DELAYED =
      new Change.BeforeCall(
          "java/util/concurrent/ForkJoinPool", "scheduleDelayedTask", "offerOnce", TAKES_TASK);

  /** By class and method, whatever its parameters. */
  private static final Map<String, Map<String, Change>> CHANGES =
      Map.ofEntries(
          Map.entry("java/lang/Thread", Map.of("start", OFFER_ONCE, "exit", FORGET_THREAD)),
          Map.entry(
              "java/lang/VirtualThread",
              Map.of(
                  "start",
                  OFFER_ONCE,
                  "run",
                  new Change.BeforeCall(
                      "jdk/internal/vm/StackableScope", "popAll", "forgetThread", TAKES_NOTHING))),
          Map.entry(
              "java/util/concurrent/ThreadPoolExecutor",
              Map.of(
                  "execute",
                  OFFER,
                  "reject",
                  WITHDRAW,
                  "remove",
                  WITHDRAW,
                  "beforeExecute",
                  new Change.AtStart("before", TAKES_TASK),
                  "afterExecute",
                  new Change.AtStart("after", TAKES_NOTHING),
                  "runWorker",
                  new Change.RunBy("java/lang/Runnable"))),
          Map.entry(
              "java/util/concurrent/ScheduledThreadPoolExecutor",
              Map.of("delayedExecute", new Change.AtStart("offerDelayed", TAKES_TASK))),
          Map.entry(
              "java/util/concurrent/ForkJoinTask",
              Map.of(
                  "fork",
                  OFFER_ONCE,
                  "doExec",
                  new Change.Throughout(),
                  "invoke",
                  OFFER_BEFORE_EXEC,
                  "quietlyInvoke",
                  OFFER_BEFORE_EXEC,
                  "invokeAll",
                  OFFER_BEFORE_EXEC)),
          Map.entry(
              "java/util/concurrent/ForkJoinPool",
              Map.of(
                  "externalSubmit",
                  OFFER_ONCE,
                  "poolSubmit",
                  OFFER_ONCE,
                  "schedule",
                  OFFER_DELAYED,
                  "submitWithTimeout",
                  OFFER_DELAYED)),
          Map.entry("java/util/concurrent/CompletableFuture", stages()),
          Map.entry(
              "java/util/concurrent/CompletableFuture$DelayedExecutor",
              Map.of("execute", OFFER_DELAYED)),
          Map.entry(
              "java/util/Timer",
              Map.of("sched", new Change.AtStart("offerTimed", "(Ljava/lang/Object;J)V"))),
          Map.entry(
              "java/util/TimerThread",
              Map.of("mainLoop", new Change.RunBy("java/util/TimerTask"), "run", FORGET_THREAD)),
          // Threads that run whatever comes, and not only for who had them started.
          Map.entry("java/util/concurrent/ThreadPoolExecutor$Worker", Map.of("run", FORGET_THREAD)),
          Map.entry("java/util/concurrent/ForkJoinWorkerThread", Map.of("run", FORGET_THREAD)),
          Map.entry("java/util/concurrent/DelayScheduler", Map.of("run", FORGET_THREAD)));

  private HandoffWeaver() {}

  private static Map<String, Change> stages() {
    return Map.ofEntries(
        Map.entry("uniApplyStage", WRAP),
        Map.entry("uniAcceptStage", WRAP),
        Map.entry("uniRunStage", WRAP),
        Map.entry("uniWhenCompleteStage", WRAP),
        Map.entry("uniHandleStage", WRAP),
        Map.entry("uniExceptionallyStage", WRAP),
        Map.entry("uniComposeExceptionallyStage", WRAP),
        Map.entry("uniComposeStage", WRAP),
        Map.entry("biApplyStage", WRAP),
        Map.entry("biAcceptStage", WRAP),
        Map.entry("biRunStage", WRAP),
        Map.entry("orApplyStage", WRAP),
        Map.entry("orAcceptStage", WRAP),
        Map.entry("orRunStage", WRAP),
        Map.entry("asyncSupplyStage", WRAP),
        Map.entry("asyncRunStage", WRAP),
        Map.entry("completeAsync", WRAP));
  }

  /** Whether a class of the boot loader is one of those. Cheap; decides for nearly all classes. */
  static boolean concerns(String internalName) {
    return CHANGES.containsKey(internalName);
  }

  /** The woven class file. */
  static byte[] weave(String internalName, byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new Weaving(writer, classFile, CHANGES.get(internalName)), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  private static final class Weaving extends HeadedVisitor {
    private final byte[] classFile;
    private final Map<String, Change> changes;

    Weaving(ClassVisitor target, byte[] classFile, Map<String, Change> changes) {
      super(target);
      this.classFile = classFile;
      this.changes = changes;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
      Change change = changes.get(name);
      boolean hasCode = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
      boolean bridge = (access & Opcodes.ACC_BRIDGE) != 0;
      if (change == null || !hasCode || bridge) {
        return target;
      }
      if (change instanceof Change.Throughout) {
        ProbeFrame frame = new ProbeFrame(owner(), factsOf(name, descriptor), false);
        return new ScopeWeaving(target, frame, majorVersion());
      }
      return new Calling(target, change, Variables.of(access, descriptor));
    }

    private MethodFacts factsOf(String name, String descriptor) {
      for (MethodFacts method : ClassFileReader.read(classFile).methods()) {
        if (method.name().equals(name) && method.descriptor().equals(descriptor)) {
          return method;
        }
      }
      throw new IllegalStateException("no method " + name + descriptor);
    }
  }

  /** Where a method has its arguments. */
  private record Variables(boolean isStatic, List<Type> parameters) {

    static Variables of(int access, String descriptor) {
      return new Variables(
          (access & Opcodes.ACC_STATIC) != 0, List.of(Type.getArgumentTypes(descriptor)));
    }

    int of(int parameter) {
      int variable = isStatic ? 0 : 1;
      for (Type before : parameters.subList(0, parameter)) {
        variable += before.getSize();
      }
      return variable;
    }

    /**
     * The task that a method is about: its last argument that could be one, or else its receiver.
     */
    int task() {
      for (int i = parameters.size() - 1; i >= 0; i--) {
        String type = parameters.get(i).getInternalName();
        if (type.endsWith("/Runnable") || type.endsWith("Task") || type.endsWith("Future")) {
          return of(i);
        }
      }
      return 0;
    }
  }

  /** Writes calls into a method, none of which needs a frame. */
  private static final class Calling extends MethodVisitor {
    private static final int MORE_STACK = 3;

    private final Change change;
    private final Variables variables;

    Calling(MethodVisitor target, Change change, Variables variables) {
      super(Opcodes.ASM9, target);
      this.change = change;
      this.variables = variables;
    }

    @Override
    public void visitCode() {
      mv.visitCode();
      if (change instanceof Change.AtStart start) {
        if (!start.descriptor().equals(TAKES_NOTHING)) {
          mv.visitVarInsn(Opcodes.ALOAD, variables.task());
        }
        if (start.descriptor().endsWith("J)V")) {
          mv.visitVarInsn(Opcodes.LLOAD, variables.of(variables.parameters().size() - 1));
        }
        handoffs(start.hook(), start.descriptor());
      } else if (change instanceof Change.Wrap) {
        wrap();
      }
    }

    private void wrap() {
      for (int i = 0; i < variables.parameters().size(); i++) {
        String type = variables.parameters().get(i).getDescriptor();
        String simpleName = type.substring(type.lastIndexOf('/') + 1, type.length() - 1);
        if (FUNCTIONS.contains(simpleName)) {
          mv.visitVarInsn(Opcodes.ALOAD, variables.of(i));
          handoffs("continued" + simpleName, "(" + type + ")" + type);
          mv.visitVarInsn(Opcodes.ASTORE, variables.of(i));
        }
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (change instanceof Change.RunBy runBy
          && owner.equals(runBy.owner())
          && name.equals("run")
          && descriptor.equals(TAKES_NOTHING)) {
        handoffs("run", "(Ljava/lang/Runnable;)V");
        return;
      }
      if (change instanceof Change.BeforeCall call
          && owner.equals(call.owner())
          && name.equals(call.called())) {
        if (call.descriptor().equals(TAKES_TASK)) {
          mv.visitInsn(Opcodes.DUP);
        }
        handoffs(call.hook(), call.descriptor());
      }
      mv.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    private void handoffs(String name, String descriptor) {
      mv.visitMethodInsn(Opcodes.INVOKESTATIC, HANDOFFS, name, descriptor, false);
    }

    @Override
    public void visitMaxs(int stack, int locals) {
      mv.visitMaxs(stack + MORE_STACK, locals);
    }
  }

  /** Writes a scope around a method, as a probe is written. */
  private static final class ScopeWeaving extends MethodWeaving {
    private final int token;

    ScopeWeaving(MethodVisitor target, ProbeFrame frame, int majorVersion) {
      super(target, frame, 0, majorVersion, length -> {});
      token = frame.token();
    }

    @Override
    void begin() {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitMethodInsn(Opcodes.INVOKESTATIC, HANDOFFS, "begin", "(Ljava/lang/Object;)J", false);
    }

    @Override
    void endReturning() {
      mv.visitVarInsn(Opcodes.LLOAD, token);
      mv.visitMethodInsn(Opcodes.INVOKESTATIC, HANDOFFS, "leave", "(J)V", false);
    }

    @Override
    void endThrowing() {
      endReturning();
    }
  }
}
