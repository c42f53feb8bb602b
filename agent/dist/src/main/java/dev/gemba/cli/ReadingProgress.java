package dev.gemba.cli;

import dev.gemba.cli.recording.RecordingReader;
import java.util.function.LongSupplier;

/**
 * Says how far reading has come once it has taken two seconds: in place on a terminal, with one
 * line elsewhere. For one thread.
 */
final class ReadingProgress implements RecordingReader.Progress {

  private static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long INTERVAL_NANOS = 200_000_000L;

  private final Terminal terminal;
  private final LongSupplier nanoClock;
  private long nextNanos;
  private boolean shown;

  ReadingProgress(Terminal terminal, LongSupplier nanoClock) {
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.nextNanos = nanoClock.getAsLong() + PATIENCE_NANOS;
  }

  @Override
  public void at(long done, long total) {
    long now = nanoClock.getAsLong();
    if (now - nextNanos < 0) {
      return;
    }
    nextNanos = now + INTERVAL_NANOS;
    long percent = total == 0 ? 100 : Math.min(100, 100 * done / total);
    if (terminal.interactive()) {
      terminal.err().print("\rreading: " + percent + " % of " + (total >> 20) + " MB ");
    } else if (!shown) {
      terminal.err().println("reading " + (total >> 20) + " MB");
    }
    shown = true;
    terminal.err().flush();
  }

  /** Removes what was shown in place. */
  void done() {
    if (shown && terminal.interactive()) {
      terminal.err().print("\r" + " ".repeat(40) + "\r");
      terminal.err().flush();
    }
  }
}
