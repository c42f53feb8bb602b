package dev.gemba.agent.runtime;

import dev.gemba.api.export.Metric;
import java.util.List;

/**
 * A source that is read once in five readings, and tells the same in between: the kernel's files
 * take longer to read than all the rest together.
 */
final class Seldom implements Source {

  private static final int READINGS = 5;

  private final Source source;

  /** How many readings it is until the next that reads. */
  private int left;

  private int next;
  private List<Metric> last = List.of();

  /**
   * A source in its turn.
   *
   * @param turn after how many readings it is read for the second time, so that not all are at once
   */
  Seldom(Source source, int turn) {
    this.source = source;
    this.next = turn;
  }

  @Override
  public List<Metric> read() {
    if (left == 0) {
      last = source.read();
      left = next;
      next = READINGS;
    }
    left--;
    return last;
  }

  @Override
  public void close() {
    source.close();
  }
}
