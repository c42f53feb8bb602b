package dev.gemba.agent.weave;

import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Lets a class pass, and remembers what its methods' visitors have to know of it. */
abstract class HeadedVisitor extends ClassVisitor {

  private int majorVersion;
  private String owner;

  HeadedVisitor(ClassVisitor target) {
    super(Opcodes.ASM9, target);
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    majorVersion = version & 0xFFFF;
    owner = name;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  /** Of the class file. */
  final int majorVersion() {
    return majorVersion;
  }

  /** Internal name of the class. */
  final String owner() {
    return owner;
  }
}
