package dev.gemba.agent;

import dev.gemba.agent.pipeline.Collector;
import dev.gemba.agent.profile.Profiler;
import dev.gemba.agent.record.EndedSpan;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Span;
import java.util.List;

/** What the profiler knows, as the collector asks for it. */
record ProfilerSamples(Profiler profiler) implements Collector.Samples {

  @Override
  public List<Span> bill(List<EndedSpan> ended) {
    return profiler.bill(ended);
  }

  @Override
  public List<Profile> takeProfiles() {
    return profiler.takeProfiles();
  }
}
