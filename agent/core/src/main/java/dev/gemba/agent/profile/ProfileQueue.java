package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was read, on its way out as profiles: each part waits for a while, as spans that end until
 * then may be told which samples were theirs. Safe for use by all threads.
 */
final class ProfileQueue {

  private static final long WAIT_NANOS = 5_000_000_000L;

  /** If nobody takes them, the oldest go. */
  private static final int MOST = 12;

  /**
   * Samples between two moments.
   *
   * @param sampler what took them, for people
   */
  record Part(Instant start, Instant end, String sampler, List<Sample> samples) {
    Part {
      samples = List.copyOf(samples);
    }
  }

  private record Waiting(Part part, long since) {}

  private final Deque<Waiting> parts = new ArrayDeque<>();

  /**
   * Takes what was read.
   *
   * @param now by {@link System#nanoTime()}
   */
  synchronized void add(Part part, long now) {
    parts.addLast(new Waiting(part, now));
    if (parts.size() > MOST) {
      letGo(parts.removeFirst().part);
    }
  }

  /** Nothing more comes: what waits need not. */
  synchronized void complete() {
    for (int left = parts.size(); left > 0; left--) {
      Waiting waiting = parts.removeFirst();
      parts.addLast(new Waiting(waiting.part, waiting.since - WAIT_NANOS));
    }
  }

  /**
   * The profiles of what has waited for long enough, the oldest first.
   *
   * @param now by {@link System#nanoTime()}
   * @param wanted whether anybody has a use for them; if not, there are none
   */
  synchronized List<Profile> take(long now, boolean wanted) {
    List<Profile> profiles = new ArrayList<>();
    while (!parts.isEmpty() && now - parts.getFirst().since >= WAIT_NANOS) {
      Part part = parts.removeFirst().part;
      if (wanted) {
        profiles.add(ProfileMaker.profile(part.start, part.end, part.sampler, part.samples));
      }
      letGo(part);
    }
    return profiles;
  }

  /** What stays is what spans may yet ask for. */
  private static void letGo(Part part) {
    part.samples.forEach(sample -> sample.stack = null);
  }
}
