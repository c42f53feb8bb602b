package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The classes and members of Java 8, from the signatures that every JDK brings for {@code javac
 * --release 8}; JDKs that have dropped that release have no more use for this check either, and
 * fail it.
 */
final class Java8Api {

  /**
   * In folders named by the releases that share a signature, one character each; then the module.
   */
  private static final Pattern SIGNATURE_OF_8 = Pattern.compile("[^/]*8[^/]*/[^/]+/(.+)\\.sig");

  /** What a class of Java 8 declares and where it looks further. */
  private record Declared(Set<String> members, List<String> parents) {}

  private final Map<String, Declared> classes = new HashMap<>();

  Java8Api() throws IOException {
    Path signatures = Path.of(System.getProperty("java.home"), "lib", "ct.sym");
    assertThat(signatures).as("the signatures that a JDK (not a JRE) brings").exists();
    try (ZipFile zip = new ZipFile(signatures.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Matcher name = SIGNATURE_OF_8.matcher(entry.getName());
        if (name.matches()) {
          classes.put(name.group(1), read(zip, entry));
        }
      }
    }
    assertThat(classes).as("classes of Java 8 in %s", signatures).containsKey("java/lang/String");
  }

  /** Members of {@code java.*} that the class uses and Java 8 does not have. */
  Set<String> missing(ClassReader type) {
    Set<String> missing = new LinkedHashSet<>();
    for (String member : members(type)) {
      String owner = member.substring(0, member.indexOf('.'));
      if (owner.startsWith("java") && !has(owner, member.substring(member.indexOf('.') + 1))) {
        missing.add(member);
      }
    }
    return missing;
  }

  private boolean has(String owner, String member) {
    Declared declared = classes.get(owner);
    return declared != null
        && (declared.members.contains(member)
            || declared.parents.stream().anyMatch(parent -> has(parent, member)));
  }

  private static Declared read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      ClassReader reader = new ClassReader(in);
      Set<String> members = new HashSet<>();
      reader.accept(
          new ClassVisitor(Opcodes.ASM9) {
            @Override
            public FieldVisitor visitField(
                int access, String name, String type, String generic, Object value) {
              members.add(name + type);
              return null;
            }

            @Override
            public MethodVisitor visitMethod(
                int access, String name, String type, String generic, String[] thrown) {
              members.add(name + type);
              return null;
            }
          },
          ClassReader.SKIP_CODE);
      List<String> parents = new java.util.ArrayList<>(List.of(reader.getInterfaces()));
      if (reader.getSuperName() != null) {
        parents.add(reader.getSuperName());
      }
      return new Declared(members, parents);
    }
  }

  /** Classes whose members the class uses. */
  static Set<String> referredTypes(ClassReader type) {
    Set<String> types = new LinkedHashSet<>();
    members(type).forEach(member -> types.add(member.substring(0, member.indexOf('.'))));
    return types;
  }

  /** {@code owner.nameDescriptor} of all fields and methods that the class uses. */
  private static Set<String> members(ClassReader type) {
    Set<String> members = new LinkedHashSet<>();
    MethodVisitor code =
        new MethodVisitor(Opcodes.ASM9) {
          @Override
          public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            members.add(owner + "." + name + descriptor);
          }

          @Override
          public void visitMethodInsn(
              int opcode, String owner, String name, String descriptor, boolean inInterface) {
            if (!owner.startsWith("[")) {
              members.add(owner + "." + name + descriptor);
            }
          }

          @Override
          public void visitInvokeDynamicInsn(
              String name, String descriptor, Handle bootstrap, Object... arguments) {
            members.add(bootstrap.getOwner() + "." + bootstrap.getName() + bootstrap.getDesc());
            for (Object argument : arguments) {
              if (argument instanceof Handle handle) {
                members.add(handle.getOwner() + "." + handle.getName() + handle.getDesc());
              }
            }
          }
        };
    type.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String generic, String[] thrown) {
            return code;
          }
        },
        ClassReader.SKIP_FRAMES);
    return members;
  }
}
