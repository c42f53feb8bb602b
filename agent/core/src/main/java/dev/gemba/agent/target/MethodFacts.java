package dev.gemba.agent.target;

import java.util.List;

/**
 * What the matcher needs to know of one declared method. Immutable.
 *
 * @param name such as {@code load}, {@code <init>} or {@code <clinit>}
 * @param descriptor such as {@code (ILjava/lang/String;)V}
 * @param accessFlags as in JVMS 4.6
 * @param annotations type descriptors of its annotations, of class and runtime retention
 * @param body what its code is, by its shape
 * @param codeLength bytes of bytecode; 0 for abstract and native methods
 * @param maxLocals slots of its local variables; 0 for abstract and native methods
 */
public record MethodFacts(
    String name,
    String descriptor,
    int accessFlags,
    List<String> annotations,
    Body body,
    int codeLength,
    int maxLocals) {
  /** Copies the list. */
  public MethodFacts {
    annotations = List.copyOf(annotations);
  }

  /** The shape of a method's bytecode. */
  public enum Body {
    /** Abstract or native. */
    NONE,
    /** Does nothing but return a field. */
    GETTER,
    /** Does nothing but set a field, and perhaps return {@code this}. */
    SETTER,
    /** Anything else. */
    CODE
  }

  /** Whether the class file has bytecode for it. */
  public boolean hasCode() {
    return body != Body.NONE;
  }

  /** Whether it is a getter or a setter by its bytecode, whatever its name. */
  public boolean isAccessor() {
    return body == Body.GETTER || body == Body.SETTER;
  }

  public boolean isConstructor() {
    return name.equals("<init>");
  }

  public boolean isStaticInitializer() {
    return name.equals("<clinit>");
  }

  public boolean isStatic() {
    return (accessFlags & 0x0008) != 0;
  }

  public boolean isBridge() {
    return (accessFlags & 0x0040) != 0;
  }

  public boolean isNative() {
    return (accessFlags & 0x0100) != 0;
  }

  public boolean isAbstract() {
    return (accessFlags & 0x0400) != 0;
  }

  public boolean isSynthetic() {
    return (accessFlags & 0x1000) != 0;
  }
}
