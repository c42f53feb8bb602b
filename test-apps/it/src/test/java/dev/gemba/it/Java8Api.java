package dev.gemba.it;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
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

  /** What a class of Java 8 declares and where it looks further. */
  private record Declared(Set<String> members, List<String> parents) {}

  private final JavaFileManager files;
  private final Map<String, Declared> known = new HashMap<>();

  Java8Api() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new AssertionError("tests need a JDK, not a JRE");
    }
    files = compiler.getStandardFileManager(null, null, null);
    if (!files.handleOption("--release", List.of("8").iterator())) {
      throw new AssertionError("this JDK does not know the release 8");
    }
  }

  /** Members of {@code java.*} that the class uses and Java 8 does not have. */
  Set<String> missing(ClassReader type) throws IOException {
    Set<String> missing = new LinkedHashSet<>();
    for (String member : members(type)) {
      String owner = member.substring(0, member.indexOf('.'));
      if (owner.startsWith("java") && !has(owner, member.substring(member.indexOf('.') + 1))) {
        missing.add(member);
      }
    }
    return missing;
  }

  private boolean has(String owner, String member) throws IOException {
    Declared declared = declared(owner);
    if (declared == null) {
      return false;
    }
    if (declared.members.contains(member)) {
      return true;
    }
    for (String parent : declared.parents) {
      if (has(parent, member)) {
        return true;
      }
    }
    return false;
  }

  private Declared declared(String owner) throws IOException {
    if (!known.containsKey(owner)) {
      JavaFileObject file =
          files.getJavaFileForInput(
              StandardLocation.PLATFORM_CLASS_PATH,
              owner.replace('/', '.'),
              JavaFileObject.Kind.CLASS);
      known.put(owner, file == null ? null : read(file));
    }
    return known.get(owner);
  }

  private static Declared read(JavaFileObject file) throws IOException {
    try (InputStream in = file.openInputStream()) {
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
