package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** On a JVM older than 17 Gemba prints one line, and the application runs. */
class OldJvmIT {

  private static final int JAVA_8 = 52;

  @TempDir private Path directory;

  @Test
  void classesThatAnOldJvmReadsAreOfJava8() throws IOException {
    for (ClassReader type : premainClasses()) {
      assertThat(type.readUnsignedShort(6)).as(type.getClassName()).isLessThanOrEqualTo(JAVA_8);
    }
  }

  @Test
  void classesThatAnOldJvmReadsUseNothingNewerThanJava8() throws IOException {
    Java8Api java8 = new Java8Api();
    for (ClassReader type : premainClasses()) {
      assertThat(java8.missing(type))
          .as("used by %s, not in Java 8", type.getClassName())
          .isEmpty();
    }
  }

  @Test
  void oldJvmRunsTheApplicationAfterOneLine() throws Exception {
    List<Jdk> old = Jdks.tooOld();
    assumeThat(old)
        .as(
            "no JVM older than 17 on this machine: name one in GEMBA_TEST_JDKS (Debian's archive has openjdk-8 and 11)")
        .isNotEmpty();
    Path classes = helloWorld();
    for (Jdk jdk : old) {
      Ended without = ForkedJvm.on(jdk).main(List.of(classes), "Hello").run().exitedWith(0);
      Ended ended =
          ForkedJvm.on(jdk)
              .gemba(
                  directory,
                  ConfigText.measuring(directory.resolve("out"), "timing", "Hello.*(..)"))
              .main(List.of(classes), "Hello")
              .run();
      ended.sameAs(without).sameErrorsAs(without);
      assertThat(ended.gembaLines())
          .as("%s", ended)
          .singleElement()
          .asString()
          .contains("17", "" + jdk.feature());
    }
  }

  /**
   * The premain class and what it refers to in its own package, which may be loaded while it is
   * verified.
   */
  private static List<ClassReader> premainClasses() throws IOException {
    try (JarFile jar = new JarFile(Jars.gemba().toFile())) {
      Manifest manifest = jar.getManifest();
      Set<String> seen = new HashSet<>();
      Deque<String> open = new ArrayDeque<>();
      open.add(manifest.getMainAttributes().getValue("Premain-Class").replace('.', '/'));
      open.add(manifest.getMainAttributes().getValue("Agent-Class").replace('.', '/'));
      List<ClassReader> classes = new java.util.ArrayList<>();
      while (!open.isEmpty()) {
        String name = open.remove();
        if (seen.add(name) && jar.getEntry(name + ".class") != null) {
          try (InputStream in = jar.getInputStream(jar.getEntry(name + ".class"))) {
            ClassReader reader = new ClassReader(in);
            classes.add(reader);
            open.addAll(Java8Api.referredTypes(reader));
          }
        }
      }
      assertThat(classes).isNotEmpty();
      return classes;
    }
  }

  private Path helloWorld() throws IOException {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V1_8,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
        "Hello",
        null,
        "java/lang/Object",
        null);
    MethodVisitor main =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "main", "([Ljava/lang/String;)V", null, null);
    main.visitCode();
    main.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/System", "out", "Ljava/io/PrintStream;");
    main.visitLdcInsn("hello");
    main.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, "java/io/PrintStream", "println", "(Ljava/lang/String;)V", false);
    main.visitInsn(Opcodes.RETURN);
    main.visitMaxs(0, 0);
    main.visitEnd();
    writer.visitEnd();
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Files.write(classes.resolve("Hello.class"), writer.toByteArray());
    return classes;
  }
}
