package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile.Frame;
import java.util.List;

/** A stack that samples were taken of; one object for all of a chunk, so that identity will do. */
final class SampledStack {

  private final List<Frame> frames;
  private final List<String> operations;

  /**
   * A stack.
   *
   * @param frames from the innermost on
   * @param operations of the woven methods on it, each once, from the innermost on
   */
  SampledStack(List<Frame> frames, List<String> operations) {
    this.frames = List.copyOf(frames);
    this.operations = List.copyOf(operations);
  }

  List<Frame> frames() {
    return frames;
  }

  List<String> operations() {
    return operations;
  }

  /** Of the innermost woven method; empty if there is none. */
  String operation() {
    return operations.isEmpty() ? "" : operations.get(0);
  }
}
