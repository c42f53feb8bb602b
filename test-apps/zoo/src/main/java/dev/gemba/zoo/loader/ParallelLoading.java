package dev.gemba.zoo.loader;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Many threads that load, initialise and call the same new classes at the same moment. */
public final class ParallelLoading implements Case {

  private static final int THREADS = 8;
  private static final int CLASSES = 150;
  private static final String PREFIX = "dev.gemba.zoo.generated.Parallel";

  static final class Loader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private final Map<String, AtomicInteger> defined = new ConcurrentHashMap<>();

    Loader() {
      super(ParallelLoading.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith(PREFIX)) {
        throw new ClassNotFoundException(name);
      }
      byte[] classFile = classFile(name.replace('.', '/'));
      defined.computeIfAbsent(name, unused -> new AtomicInteger()).incrementAndGet();
      return defineClass(name, classFile, 0, classFile.length);
    }
  }

  @Override
  public void run(Report report) throws Exception {
    Loader loader = new Loader();
    CyclicBarrier together = new CyclicBarrier(THREADS);
    AtomicLong sum = new AtomicLong();
    List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Thread thread = new Thread(() -> loadAll(loader, together, sum, failures));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    report.seen("failures", failures);
    report.seen("sum of results", sum);
    report.seen("classes", loader.defined.size());
    report.seen(
        "defined once each", loader.defined.values().stream().allMatch(times -> times.get() == 1));
  }

  private static void loadAll(
      Loader loader, CyclicBarrier together, AtomicLong sum, List<String> failures) {
    try {
      for (int i = 0; i < CLASSES; i++) {
        together.await();
        Object operator =
            Class.forName(PREFIX + i, true, loader).getDeclaredConstructor().newInstance();
        sum.addAndGet(((IntUnaryOperator) operator).applyAsInt(i));
      }
    } catch (Exception failure) {
      failures.add(failure.toString());
      together.reset();
    }
  }

  private static byte[] classFile(String name) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
        name,
        null,
        "java/lang/Object",
        new String[] {"java/util/function/IntUnaryOperator"});
    writer.visitField(Opcodes.ACC_STATIC, "initialised", "I", null, null).visitEnd();
    MethodVisitor initialiser =
        writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    initialiser.visitCode();
    initialiser.visitFieldInsn(Opcodes.GETSTATIC, name, "initialised", "I");
    initialiser.visitInsn(Opcodes.ICONST_1);
    initialiser.visitInsn(Opcodes.IADD);
    initialiser.visitFieldInsn(Opcodes.PUTSTATIC, name, "initialised", "I");
    initialiser.visitInsn(Opcodes.RETURN);
    initialiser.visitMaxs(0, 0);
    initialiser.visitEnd();
    MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(0, 0);
    constructor.visitEnd();
    MethodVisitor apply = writer.visitMethod(Opcodes.ACC_PUBLIC, "applyAsInt", "(I)I", null, null);
    apply.visitCode();
    apply.visitVarInsn(Opcodes.ILOAD, 1);
    apply.visitFieldInsn(Opcodes.GETSTATIC, name, "initialised", "I");
    apply.visitInsn(Opcodes.IADD);
    apply.visitInsn(Opcodes.IRETURN);
    apply.visitMaxs(0, 0);
    apply.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
