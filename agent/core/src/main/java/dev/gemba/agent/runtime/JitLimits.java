package dev.gemba.agent.runtime;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Up to how many bytes of code HotSpot inlines and compiles a method. Immutable.
 *
 * @param maxInlineSize of what is inlined wherever it is called ({@code -XX:MaxInlineSize})
 * @param freqInlineSize of what is inlined where it is called often ({@code -XX:FreqInlineSize})
 * @param hugeMethodLimit of what is compiled at all ({@code HugeMethodLimit}, which only a debug
 *     build lets one set; {@code -XX:-DontCompileHugeMethods} takes it away)
 */
public record JitLimits(int maxInlineSize, int freqInlineSize, int hugeMethodLimit) {

  /** HotSpot's own on every platform it is commonly run on. */
  static final JitLimits DEFAULT = new JitLimits(35, 325, 8000);

  /** What becomes of a method for the JIT as its code grows. */
  public enum Effect {
    /** It is treated as before. */
    UNCHANGED,
    /** It was inlined wherever it is called, and is now only where it is called often. */
    INLINED_WHERE_HOT,
    /** It was inlined where it is called often, and is not any more. */
    NOT_INLINED,
    /** It was compiled, and is only interpreted now. */
    NOT_COMPILED;

    /** As in JSON. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Those of this JVM; the defaults where it does not tell. Loads classes of the JDK's management
   * modules, so it is for who was asked, and not for a start.
   */
  public static JitLimits ofThisJvm() {
    try {
      HotSpotDiagnosticMXBean flags =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return new JitLimits(
          number(flags, "MaxInlineSize", DEFAULT.maxInlineSize),
          number(flags, "FreqInlineSize", DEFAULT.freqInlineSize),
          isOn(flags, "DontCompileHugeMethods") ? DEFAULT.hugeMethodLimit : Integer.MAX_VALUE);
    } catch (IllegalArgumentException | LinkageError ignored) {
      // A JVM without jdk.management, or one that is not HotSpot.
      return DEFAULT;
    }
  }

  /** What it means for a method that its code has grown. */
  public Effect effect(int before, int after) {
    if (crosses(hugeMethodLimit, before, after)) {
      return Effect.NOT_COMPILED;
    }
    if (crosses(freqInlineSize, before, after)) {
      return Effect.NOT_INLINED;
    }
    return crosses(maxInlineSize, before, after) ? Effect.INLINED_WHERE_HOT : Effect.UNCHANGED;
  }

  private static boolean crosses(int limit, int before, int after) {
    return before <= limit && after > limit;
  }

  private static int number(HotSpotDiagnosticMXBean flags, String name, int otherwise) {
    String value = value(flags, name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException ignored) {
      return otherwise; // it is 64 bits wide, and somebody has set it beyond any method
    }
  }

  private static boolean isOn(HotSpotDiagnosticMXBean flags, String name) {
    return !"false".equals(value(flags, name));
  }

  /** Null if this JVM knows no such flag. */
  private static String value(HotSpotDiagnosticMXBean flags, String name) {
    try {
      return flags == null ? null : flags.getVMOption(name).getValue();
    } catch (IllegalArgumentException ignored) {
      return null;
    }
  }
}
