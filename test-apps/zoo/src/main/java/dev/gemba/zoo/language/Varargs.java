package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.Arrays;

/** Variable arity, reassigned parameters, long and double arguments, every return type. */
public final class Varargs implements Case {

  static String all(Object... values) {
    return values == null ? "null" : values.length + Arrays.deepToString(values);
  }

  static long sum(long first, int... rest) {
    for (int value : rest) {
      first += value; // A parameter that is written to: its slot no longer holds the argument.
    }
    return first;
  }

  static double mixed(int a, long b, float c, double d, byte e, short f, char g, boolean h) {
    a++;
    b <<= 33;
    c /= 3;
    d = -d;
    return a + b + c + d + e + f + g + (h ? 0.5 : 0.25);
  }

  static byte bytes(byte value) {
    return (byte) (value + 1);
  }

  static char chars(char value) {
    return (char) (value + 1);
  }

  static short shorts(short value) {
    return (short) (value + 1);
  }

  static boolean booleans(boolean value) {
    return !value;
  }

  static float floats(float value) {
    return value / 3;
  }

  static int[][] arrays(int[]... value) {
    value[0][0] = 9;
    return value;
  }

  @Override
  public void run(Report report) {
    report.seen("none", all());
    report.seen("null array", all((Object[]) null));
    report.seen("several", all(1, "two", new int[] {3}, null));
    report.seen("sum", sum(Long.MAX_VALUE - 6, 1, 2, 3));
    report.seen("mixed", mixed(1, 2, 3, 4, (byte) 5, (short) 6, 'a', true));
    report.seen(
        "small types", bytes(Byte.MAX_VALUE) + " " + chars('a') + " " + shorts(Short.MAX_VALUE));
    report.seen(
        "others",
        booleans(true) + " " + floats(1) + " " + Arrays.deepToString(arrays(new int[2], null)));
    report.shape(Varargs.class);
  }
}
