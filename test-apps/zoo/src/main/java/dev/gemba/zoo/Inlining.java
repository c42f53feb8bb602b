package dev.gemba.zoo;

import java.io.IOException;

/**
 * Methods whose code is a little shorter than what HotSpot inlines, so that a probe takes them over
 * a limit, and others that it does not. Calls each once, says {@code called}, and waits for the end
 * of its input.
 */
public final class Inlining {

  private static long sum;

  private Inlining() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    sum += tiny(3) + medium(5) + nearlyTooLarge(7) + tooLarge(9);
    System.out.println("called " + (sum != 0));
    Threads.awaitEndOfInput();
  }

  /** Of six bytes: over 35 with a probe. */
  private static long tiny(long x) {
    return x * 31L;
  }

  /** Of some forty: over 35 as it is. */
  private static long medium(long x) {
    long y = x;
    y = (y ^ (y >>> 1)) * x;
    y = (y ^ (y >>> 2)) * x;
    y = (y ^ (y >>> 3)) * x;
    y = (y ^ (y >>> 4)) * x;
    y = (y ^ (y >>> 5)) * x;
    return y;
  }

  /** Of some 310: over 325 with a probe. */
  private static long nearlyTooLarge(long x) {
    long y = x;
    y = (y ^ (y >>> 1)) * x;
    y = (y ^ (y >>> 2)) * x;
    y = (y ^ (y >>> 3)) * x;
    y = (y ^ (y >>> 4)) * x;
    y = (y ^ (y >>> 5)) * x;
    y = (y ^ (y >>> 6)) * x;
    y = (y ^ (y >>> 7)) * x;
    y = (y ^ (y >>> 8)) * x;
    y = (y ^ (y >>> 9)) * x;
    y = (y ^ (y >>> 10)) * x;
    y = (y ^ (y >>> 11)) * x;
    y = (y ^ (y >>> 12)) * x;
    y = (y ^ (y >>> 13)) * x;
    y = (y ^ (y >>> 14)) * x;
    y = (y ^ (y >>> 15)) * x;
    y = (y ^ (y >>> 16)) * x;
    y = (y ^ (y >>> 17)) * x;
    y = (y ^ (y >>> 18)) * x;
    y = (y ^ (y >>> 19)) * x;
    y = (y ^ (y >>> 20)) * x;
    y = (y ^ (y >>> 21)) * x;
    y = (y ^ (y >>> 22)) * x;
    y = (y ^ (y >>> 23)) * x;
    y = (y ^ (y >>> 24)) * x;
    y = (y ^ (y >>> 25)) * x;
    y = (y ^ (y >>> 26)) * x;
    y = (y ^ (y >>> 27)) * x;
    y = (y ^ (y >>> 28)) * x;
    y = (y ^ (y >>> 29)) * x;
    y = (y ^ (y >>> 1)) * x;
    y = (y ^ (y >>> 2)) * x;
    y = (y ^ (y >>> 3)) * x;
    y = (y ^ (y >>> 4)) * x;
    y = (y ^ (y >>> 5)) * x;
    y = (y ^ (y >>> 6)) * x;
    return y;
  }

  /** Over 325 as it is. */
  private static long tooLarge(long x) {
    long y = x;
    y = (y ^ (y >>> 1)) * x;
    y = (y ^ (y >>> 2)) * x;
    y = (y ^ (y >>> 3)) * x;
    y = (y ^ (y >>> 4)) * x;
    y = (y ^ (y >>> 5)) * x;
    y = (y ^ (y >>> 6)) * x;
    y = (y ^ (y >>> 7)) * x;
    y = (y ^ (y >>> 8)) * x;
    y = (y ^ (y >>> 9)) * x;
    y = (y ^ (y >>> 10)) * x;
    y = (y ^ (y >>> 11)) * x;
    y = (y ^ (y >>> 12)) * x;
    y = (y ^ (y >>> 13)) * x;
    y = (y ^ (y >>> 14)) * x;
    y = (y ^ (y >>> 15)) * x;
    y = (y ^ (y >>> 16)) * x;
    y = (y ^ (y >>> 17)) * x;
    y = (y ^ (y >>> 18)) * x;
    y = (y ^ (y >>> 19)) * x;
    y = (y ^ (y >>> 20)) * x;
    y = (y ^ (y >>> 21)) * x;
    y = (y ^ (y >>> 22)) * x;
    y = (y ^ (y >>> 23)) * x;
    y = (y ^ (y >>> 24)) * x;
    y = (y ^ (y >>> 25)) * x;
    y = (y ^ (y >>> 26)) * x;
    y = (y ^ (y >>> 27)) * x;
    y = (y ^ (y >>> 28)) * x;
    y = (y ^ (y >>> 29)) * x;
    y = (y ^ (y >>> 1)) * x;
    y = (y ^ (y >>> 2)) * x;
    y = (y ^ (y >>> 3)) * x;
    y = (y ^ (y >>> 4)) * x;
    y = (y ^ (y >>> 5)) * x;
    y = (y ^ (y >>> 6)) * x;
    y = (y ^ (y >>> 7)) * x;
    y = (y ^ (y >>> 8)) * x;
    y = (y ^ (y >>> 9)) * x;
    y = (y ^ (y >>> 10)) * x;
    y = (y ^ (y >>> 11)) * x;
    return y;
  }
}
