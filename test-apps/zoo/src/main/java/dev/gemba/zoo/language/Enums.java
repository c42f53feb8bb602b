package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** Enums with bodies, constructors and an order of static initialisation that can be seen. */
public final class Enums implements Case {

  @SuppressWarnings(
      "ImmutableEnumChecker") // A constant with a state of its own is one of the shapes shown.
  enum Operation {
    PLUS("+") {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    },
    DIVIDE("/") {
      private int uses;

      @Override
      int apply(int a, int b) {
        uses++;
        return a / b * uses;
      }
    };

    private static final Map<String, Operation> BY_SIGN =
        Map.of(PLUS.sign, PLUS, DIVIDE.sign, DIVIDE);

    private final String sign;

    Operation(String sign) {
      this.sign = sign;
    }

    abstract int apply(int a, int b);
  }

  @Override
  @SuppressWarnings(
      "GetClassOnEnum") // A constant with a body has a class of its own; that is looked at.
  public void run(Report report) {
    report.seen("plus", Operation.BY_SIGN.get("+").apply(2, 3));
    report.seen("divide", Operation.valueOf("DIVIDE").apply(9, 3));
    report.ending("by zero", () -> Operation.DIVIDE.apply(1, 0));
    report.ending("unknown", () -> Operation.valueOf("TIMES"));
    report.seen("values", Arrays.toString(Operation.values()) + EnumSet.allOf(Operation.class));
    report.seen("map", new EnumMap<>(Map.of(Operation.PLUS, 1)));
    report.seen(
        "class of constant",
        Operation.PLUS.getClass() + " of " + Operation.PLUS.getDeclaringClass());
    report.shape(Operation.class);
    report.shape(Operation.DIVIDE.getClass());
  }
}
