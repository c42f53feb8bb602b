package dev.gemba.agent.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What samples are taken of. */
public enum Event {
  /** Threads that are on a CPU, by CPU time. */
  CPU,
  /** Objects that are allocated, by bytes. */
  ALLOC,
  /** All threads, whatever they do, by time. */
  WALL,
  /** Waits for locks that others hold, by time. */
  LOCK;

  /** All names, for messages. */
  public static final String ACCEPTED =
      Arrays.stream(values()).map(Event::text).collect(Collectors.joining(", "));

  /** The event that is called so; null if none is. */
  public static Event of(String name) {
    for (Event event : values()) {
      if (event.text().equals(name)) {
        return event;
      }
    }
    return null;
  }

  /** As configs and commands call it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
