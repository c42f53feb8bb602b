package dev.gemba.agent.target;

import dev.gemba.agent.target.MethodFacts.Body;

/**
 * Tells getters and setters by their bytecode (JVMS 6.5): what javac and others make of {@code
 * return field} and {@code this.field = value}, static ones and fluent setters included.
 */
final class AccessorShape {
  private static final int ALOAD_0 = 0x2A;
  private static final int GETSTATIC = 0xB2;
  private static final int PUTSTATIC = 0xB3;
  private static final int GETFIELD = 0xB4;
  private static final int PUTFIELD = 0xB5;
  private static final int ARETURN = 0xB0;
  private static final int RETURN = 0xB1;
  private static final int FIRST_RETURN = 0xAC; // ireturn, then l, f, d and areturn

  private AccessorShape() {}

  static Body of(ByteCursor in, int at, int length, String descriptor, boolean isStatic) {
    if (length < 4 || length > 7) {
      return Body.CODE;
    }
    int first = in.u1At(at);
    if (descriptor.charAt(1) == ')') {
      boolean getter =
          isStatic
              ? length == 4 && first == GETSTATIC && returnsValue(in.u1At(at + 3))
              : length == 5
                  && first == ALOAD_0
                  && in.u1At(at + 1) == GETFIELD
                  && returnsValue(in.u1At(at + 4));
      return getter ? Body.GETTER : Body.CODE;
    }
    boolean setter;
    if (isStatic) {
      setter =
          length == 5
              && loadsArgument(first, 0)
              && in.u1At(at + 1) == PUTSTATIC
              && in.u1At(at + 4) == RETURN;
    } else {
      setter =
          first == ALOAD_0
              && loadsArgument(in.u1At(at + 1), 1)
              && in.u1At(at + 2) == PUTFIELD
              && endsSetter(in, at, length);
    }
    return setter ? Body.SETTER : Body.CODE;
  }

  private static boolean endsSetter(ByteCursor in, int at, int length) {
    int fifth = in.u1At(at + 5);
    return length == 6
        ? fifth == RETURN
        : length == 7 && fifth == ALOAD_0 && in.u1At(at + 6) == ARETURN;
  }

  /** One of {@code iload_n}, {@code lload_n}, {@code fload_n}, {@code dload_n}, {@code aload_n}. */
  private static boolean loadsArgument(int opcode, int slot) {
    return opcode >= 0x1A && opcode <= 0x2D && ((opcode - 0x1A) & 3) == slot;
  }

  private static boolean returnsValue(int opcode) {
    return opcode >= FIRST_RETURN && opcode <= ARETURN;
  }
}
