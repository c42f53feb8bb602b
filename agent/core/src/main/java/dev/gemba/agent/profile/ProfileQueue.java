package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read, on its way out as profiles: each part waits until the next is read, as spans that
 * end until then may be told which samples were theirs. Safe for use by all threads.
 */
final class ProfileQueue {

  /** If nobody takes them, the oldest go. */
  private static final int MOST = 6;

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

  private final List<Profile> profiles = new ArrayList<>();

  /** Null if none waits. */
  private Part newest;

  /**
   * Takes what was read.
   *
   * @param wanted whether anybody has a use for profiles
   */
  synchronized void add(Part part, boolean wanted) {
    complete(wanted);
    newest = part;
  }

  /** Nothing more comes for now: what waits need not. */
  synchronized void complete(boolean wanted) {
    Part before = newest;
    newest = null;
    if (before == null) {
      return;
    }
    if (wanted) {
      profiles.add(ProfileMaker.profile(before.start, before.end, before.sampler, before.samples));
      if (profiles.size() > MOST) {
        profiles.remove(0);
      }
    }
    // What stays is what spans may yet ask for.
    before.samples.forEach(sample -> sample.stack = null);
  }

  /** The profiles that were completed since the last call. */
  synchronized List<Profile> take() {
    List<Profile> taken = List.copyOf(profiles);
    profiles.clear();
    return taken;
  }
}
