package dev.gemba.api;

/** A number that the agent may change within bounds. Safe for use by all threads. */
public final class Tunable {

  private final String name;
  private final long defaultValue;
  private final long min;
  private final long max;

  Tunable(String name, long defaultValue, long min, long max) {
    if (defaultValue < min || defaultValue > max) {
      throw new IllegalArgumentException(
          "default of " + name + " is " + defaultValue + ", accepted is " + min + " to " + max);
    }
    this.name = name;
    this.defaultValue = defaultValue;
    this.min = min;
    this.max = max;
  }

  /** Name under which it is tuned. */
  public String name() {
    return name;
  }

  /** The value now; the default as long as nobody changed it. */
  public long value() {
    return defaultValue;
  }

  /** Smallest value it may take. */
  public long min() {
    return min;
  }

  /** Largest value it may take. */
  public long max() {
    return max;
  }
}
