package dev.gemba.agent;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says one-line messages on standard error, each beginning with {@code gemba: }. The same message
 * is said once a minute at most. No logging framework: the application's is its own. Safe for use
 * by all threads of the agent.
 */
final class Console implements Consumer<String> {

  private static final long REPEAT_NANOS = 60_000_000_000L;
  private static final int MAX_REMEMBERED = 200;

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final Map<String, Long> said = new HashMap<>();

  Console(PrintStream out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void accept(String message) {
    long now = nanoTime.getAsLong();
    Long last = said.get(message);
    if (last != null && now - last < REPEAT_NANOS) {
      return;
    }
    if (said.size() >= MAX_REMEMBERED) {
      said.clear();
    }
    said.put(message, now);
    out.println("gemba: " + message.replace("\r", "").replace('\n', ' '));
  }
}
