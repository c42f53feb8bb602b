package dev.gemba.agent.target;

import java.util.List;

/**
 * What the matcher needs to know of one class, as its class file has it. Immutable. Whether the
 * class is hidden is not written there.
 *
 * @param majorVersion of the class file; 61 is Java 17
 * @param accessFlags as in JVMS 4.1
 * @param name internal name, such as {@code com/acme/Outer$Inner}
 * @param superName internal name; null for {@code java/lang/Object} and modules
 * @param interfaces internal names, direct ones only
 * @param annotations type descriptors of its annotations, of class and runtime retention
 * @param methods in the order of the class file; empty if only the header was read
 */
public record ClassFacts(
    int majorVersion,
    int accessFlags,
    String name,
    String superName,
    List<String> interfaces,
    List<String> annotations,
    List<MethodFacts> methods) {
  /** Copies the lists. */
  public ClassFacts {
    interfaces = List.copyOf(interfaces);
    annotations = List.copyOf(annotations);
    methods = List.copyOf(methods);
  }

  public boolean isInterface() {
    return (accessFlags & 0x0200) != 0;
  }
}
