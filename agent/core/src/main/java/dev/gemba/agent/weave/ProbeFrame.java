package dev.gemba.agent.weave;

import dev.gemba.agent.target.MethodFacts;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The local variables of a woven method: behind all that it has of its own lie
 *
 * <pre>
 *   token | receiver, arguments (only where values are captured) | value returned or thrown
 * </pre>
 *
 * <p>So no variable of the method changes its place, and a stack map frame of it only grows at its
 * end. Immutable.
 */
final class ProbeFrame {

  private static final int MAX_LOCALS = 65_535;
  private static final String ARGUMENTS = "[Ljava/lang/Object;";
  private static final String THROWABLE = "java/lang/Throwable";
  private static final Object[] NOTHING = {};

  private final String owner;
  private final MethodFacts method;
  private final boolean captures;
  private final int own;

  /**
   * @param owner internal name of the class
   * @throws UnwovenMethodException if the method has no room for so many variables
   */
  ProbeFrame(String owner, MethodFacts method, boolean captures) {
    this.owner = owner;
    this.method = method;
    this.captures = captures;
    this.own = method.maxLocals();
    if (size() > MAX_LOCALS) {
      throw new UnwovenMethodException(
          nameAndDescriptor(), "has no room for a probe within the JVM's 65,535 local variables");
    }
  }

  String nameAndDescriptor() {
    return method.name() + method.descriptor();
  }

  boolean captures() {
    return captures;
  }

  Type[] parameters() {
    return Type.getArgumentTypes(method.descriptor());
  }

  Type returned() {
    return Type.getReturnType(method.descriptor());
  }

  /** First variable behind the receiver. */
  int firstParameter() {
    return method.isStatic() ? 0 : 1;
  }

  int token() {
    return own;
  }

  /**
   * Whether there is a copy of the receiver, whose own variable the method may use for something
   * else. A constructor's cannot be copied before {@code super(…)}.
   */
  boolean keepsReceiver() {
    return captures && !method.isStatic() && !method.isConstructor();
  }

  boolean isStatic() {
    return method.isStatic();
  }

  int receiver() {
    return own + 2;
  }

  int arguments() {
    return own + 3;
  }

  /** What is returned or thrown; up to two variables. */
  int value() {
    return captures ? own + 4 : own + 2;
  }

  int size() {
    return value() + 2;
  }

  /** The variables of a frame of the method itself, and those of the probe. */
  Object[] body(int count, Object[] variables) {
    List<Object> all = new ArrayList<>(own + 4);
    int slots = 0;
    for (int i = 0; i < count; i++) {
      all.add(variables[i]);
      slots += size(variables[i]);
    }
    pad(all, slots);
    addProbe(all);
    return all.toArray();
  }

  /** As the method begins, but for the arguments, which are not there yet. */
  Object[] withoutArguments() {
    List<Object> all = initial();
    all.add(Opcodes.LONG);
    addReceiver(all);
    return all.toArray();
  }

  /** As the method begins, behind the probe's code. */
  Object[] begun() {
    List<Object> all = initial();
    addProbe(all);
    return all.toArray();
  }

  /** Nothing of the method's own, which a handler cannot know. */
  Object[] handler() {
    List<Object> all = new ArrayList<>(own + 4);
    pad(all, 0);
    addProbe(all);
    return all.toArray();
  }

  /** As {@link #handler}, with the value that is returned. */
  Object[] returning() {
    Object type = frameType(returned());
    return type == null ? handler() : handlerWith(type);
  }

  /** As {@link #handler}, with what was thrown. */
  Object[] throwing() {
    return handlerWith(THROWABLE);
  }

  static Object[] emptyStack() {
    return NOTHING;
  }

  static Object[] thrownOnStack() {
    return new Object[] {THROWABLE};
  }

  private Object[] handlerWith(Object value) {
    List<Object> all = new ArrayList<>(List.of(handler()));
    all.add(value);
    return all.toArray();
  }

  private List<Object> initial() {
    List<Object> all = new ArrayList<>(own + 4);
    int slots = 0;
    if (!method.isStatic()) {
      all.add(method.isConstructor() ? Opcodes.UNINITIALIZED_THIS : owner);
      slots++;
    }
    for (Type parameter : parameters()) {
      all.add(frameType(parameter));
      slots += parameter.getSize();
    }
    pad(all, slots);
    return all;
  }

  private void addProbe(List<Object> all) {
    all.add(Opcodes.LONG);
    if (captures) {
      addReceiver(all);
      all.add(ARGUMENTS);
    }
  }

  private void addReceiver(List<Object> all) {
    all.add(keepsReceiver() ? owner : Opcodes.TOP);
  }

  private void pad(List<Object> all, int slots) {
    for (int i = slots; i < own; i++) {
      all.add(Opcodes.TOP);
    }
  }

  private static int size(Object frameType) {
    return Opcodes.LONG.equals(frameType) || Opcodes.DOUBLE.equals(frameType) ? 2 : 1;
  }

  /** Null for void. */
  private static Object frameType(Type type) {
    return switch (type.getSort()) {
      case Type.VOID -> null;
      case Type.BOOLEAN, Type.BYTE, Type.SHORT, Type.CHAR, Type.INT -> Opcodes.INTEGER;
      case Type.LONG -> Opcodes.LONG;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      case Type.ARRAY -> type.getDescriptor();
      default -> type.getInternalName();
    };
  }
}
