package dev.gemba.agent.pipeline;

import java.util.List;

/**
 * How an exporter is doing.
 *
 * @param state {@code opening}, {@code open}, {@code failing} (and tried again) or {@code off}
 * @param locations where its output is to be found
 * @param message why it is failing or off; null otherwise
 * @param spans what became of them
 */
public record LaneState(
    String name, String state, List<String> locations, String message, SpanAccount spans) {

  public LaneState {
    locations = List.copyOf(locations);
  }

  static LaneState opening(String name) {
    return new LaneState(name, "opening", List.of(), null, SpanAccount.EMPTY);
  }

  LaneState open(List<String> where) {
    return new LaneState(name, "open", where, null, spans);
  }

  LaneState failing(String why) {
    return new LaneState(name, "failing", locations, why, spans);
  }

  LaneState off(String why) {
    return new LaneState(name, "off", locations, why, spans);
  }

  LaneState with(SpanAccount account) {
    return new LaneState(name, state, locations, message, account);
  }
}
