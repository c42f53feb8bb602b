package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up samples for whoever takes them out of the process. */
final class ProfileMaker {

  /** What samples have in common that are told as one; stacks of a chunk are one object each. */
  private record Alike(Profile.Kind kind, SampledStack stack, String traceId, String spanId) {}

  private ProfileMaker() {}

  static Profile profile(Instant start, Instant end, String sampler, List<Sample> samples) {
    Map<Alike, long[]> sums = new HashMap<>();
    for (Sample sample : samples) {
      Sample.Link link = sample.link == null ? Sample.Link.NONE : sample.link;
      Alike alike = new Alike(sample.kind, sample.stack, link.traceId(), link.spanId());
      long[] sum = sums.computeIfAbsent(alike, a -> new long[2]);
      sum[0] += sample.count;
      sum[1] += sample.value;
    }
    List<Profile.Sample> told = new ArrayList<>();
    sums.forEach(
        (alike, sum) ->
            told.add(
                new Profile.Sample(
                    alike.kind,
                    alike.stack.frames(),
                    alike.stack.operation(),
                    alike.traceId,
                    alike.spanId,
                    sum[0],
                    sum[1])));
    return new Profile(start, end, sampler, told);
  }
}
