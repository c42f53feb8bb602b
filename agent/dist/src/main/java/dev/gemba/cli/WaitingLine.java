package dev.gemba.cli;

import java.util.function.LongSupplier;

/**
 * Says what is being waited for once that has taken two seconds: in place on a terminal, with one
 * line for each new text's beginning elsewhere. For one thread.
 */
final class WaitingLine {

  private static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long INTERVAL_NANOS = 200_000_000L;

  private final Terminal terminal;
  private final LongSupplier nanoClock;
  private long nextNanos;
  private int shown;

  WaitingLine(Terminal terminal, LongSupplier nanoClock) {
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.nextNanos = nanoClock.getAsLong() + PATIENCE_NANOS;
  }

  static WaitingLine of(Terminal terminal) {
    return new WaitingLine(terminal, System::nanoTime);
  }

  void on(String what) {
    long now = nanoClock.getAsLong();
    if (now - nextNanos < 0) {
      return;
    }
    nextNanos = now + INTERVAL_NANOS;
    String line = "waiting for " + what;
    if (terminal.interactive()) {
      String rest = " ".repeat(Math.max(0, shown - line.length()));
      terminal.err().print("\r" + line + rest);
      shown = line.length();
    } else if (shown == 0) {
      terminal.err().println(line);
      shown = line.length();
    }
    terminal.err().flush();
  }

  /** Removes what was shown in place. */
  void done() {
    if (shown > 0 && terminal.interactive()) {
      terminal.err().print("\r" + " ".repeat(shown) + "\r");
      terminal.err().flush();
    }
  }
}
