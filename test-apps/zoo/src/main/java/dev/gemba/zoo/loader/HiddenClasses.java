package dev.gemba.zoo.loader;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.util.function.Supplier;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Hidden classes: as nestmates that call a private method of their host, strongly and weakly
 * reachable.
 */
public final class HiddenClasses implements Case {

  private static final String HOST = "dev/gemba/zoo/loader/HiddenClasses";

  // Called from the hidden class.
  @SuppressWarnings("unused")
  private static String secret() {
    return "the host's secret";
  }

  @Override
  @SuppressWarnings("unchecked") // The generated class is a Supplier<String> by construction.
  public void run(Report report) throws Exception {
    byte[] classFile = classFile();
    for (ClassOption[] options :
        new ClassOption[][] {{ClassOption.NESTMATE}, {ClassOption.NESTMATE, ClassOption.STRONG}}) {
      Lookup hidden = MethodHandles.lookup().defineHiddenClass(classFile, true, options);
      Class<?> type = hidden.lookupClass();
      Supplier<String> supplier = (Supplier<String>) type.getDeclaredConstructor().newInstance();
      report.seen("says", supplier.get());
      report.seen(
          "hidden", type.isHidden() + " in " + type.getPackageName() + " of " + type.getNestHost());
      report.seen(
          "methods",
          type.getDeclaredMethods().length + " fields " + type.getDeclaredFields().length);
    }
    report.seen("no nestmate, no secret", refused(classFile));
    report.seen("a thousand", aThousand(classFile));
  }

  @SuppressWarnings("unchecked") // The generated class is a Supplier<String> by construction.
  private static String refused(byte[] classFile) throws ReflectiveOperationException {
    Class<?> stranger = MethodHandles.lookup().defineHiddenClass(classFile, true).lookupClass();
    try {
      return ((Supplier<String>) stranger.getDeclaredConstructor().newInstance()).get();
    } catch (IllegalAccessError refused) {
      return refused.getClass().getName(); // Its message has the hidden class's address in it.
    }
  }

  private static int aThousand(byte[] classFile) throws IllegalAccessException {
    int defined = 0;
    for (int i = 0; i < 1_000; i++) {
      MethodHandles.lookup().defineHiddenClass(classFile, true, ClassOption.NESTMATE);
      defined++;
    }
    return defined;
  }

  private static byte[] classFile() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        "dev/gemba/zoo/loader/Hidden",
        null,
        "java/lang/Object",
        new String[] {"java/util/function/Supplier"});
    MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(0, 0);
    constructor.visitEnd();
    MethodVisitor get =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "get", "()Ljava/lang/Object;", null, null);
    get.visitCode();
    get.visitMethodInsn(Opcodes.INVOKESTATIC, HOST, "secret", "()Ljava/lang/String;", false);
    get.visitInsn(Opcodes.ARETURN);
    get.visitMaxs(0, 0);
    get.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
