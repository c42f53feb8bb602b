package dev.gemba.cli.html;

import dev.gemba.agent.analyse.OperationRow;
import dev.gemba.api.export.Distribution;
import dev.gemba.cli.recording.Interval;
import java.util.List;
import java.util.Map;

/**
 * All that a recording knows of one operation. Immutable.
 *
 * @param durations of all exits; null if none was timed
 * @param errors calls by error type, most first
 * @param splits by the values of its dimensions, most calls first; empty without dimensions
 * @param intervals its course, in the order of time
 */
record OperationDetail(
    OperationRow row,
    Distribution durations,
    List<Map.Entry<String, Long>> errors,
    List<Split> splits,
    List<Interval> intervals) {

  /**
   * One combination of the dimensions' values.
   *
   * @param durations null if none was timed
   */
  record Split(String values, long calls, long errors, Distribution durations) {}
}
