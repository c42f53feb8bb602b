package dev.gemba.agent.trace;

import dev.gemba.agent.config.Sampling;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.Sampler;
import java.time.Duration;
import java.time.Instant;

/**
 * Says which traces are kept, as the config has it and the governor leaves of it. At most so many a
 * second are drawn at random: by drawing each with a smaller probability, so that what is kept is
 * no biased picture, and each says how probable it was. Safe for use by many threads.
 */
public final class TraceSampling {

  private static final double NANOS = 1e9;

  private static final long MANY = Long.MAX_VALUE / 2;

  /** How much of what was known of the rate is still believed a second later. */
  private static final double REMEMBERED = 0.5;

  private final SlowLimits limits = new SlowLimits();
  private Sampling config;
  private double share = 1;

  /** The probability with which traces are drawn at present. */
  private double ratio;

  /** Traces a second that begin here, about. */
  private double rate;

  private Instant last = Instant.MAX;

  /** Goes by another config. */
  public synchronized void follow(Sampling sampling) {
    boolean isNew = config == null || config.keepRatio() != sampling.keepRatio();
    config = sampling;
    ratio = isNew ? sampling.keepRatio() * share : ratio;
    apply();
    allowSlow();
    if (sampling.slowQuantile().isEmpty()) {
      for (Probe probe : Probes.all()) {
        probe.slowAbove(Long.MAX_VALUE);
      }
    }
  }

  /** Keeps only a share of what the config would have kept, 0 to 1. */
  public synchronized void share(double of) {
    if (share != of) {
      ratio = ratio / share * of;
      share = of;
      apply();
    }
  }

  /** Looks at what was kept and how long calls took. Once a second. */
  public synchronized void look(Snapshot snapshot) {
    adapt(snapshot);
    apply();
    allowSlow();
    if (config.slowQuantile().isPresent()) {
      limits.look(snapshot.metrics(), Probes.all(), config.slowQuantile().getAsDouble());
    }
  }

  private void adapt(Snapshot snapshot) {
    Instant now = snapshot.time();
    double seconds = last.isBefore(now) ? Duration.between(last, now).toNanos() / NANOS : 0;
    last = now;
    if (seconds == 0 || ratio == 0 || config.keepRatio() == 1 || config.perSecond().isEmpty()) {
      ratio = config.keepRatio() * share;
      return;
    }
    long drawn = 0;
    for (Span span : snapshot.spans()) {
      drawn += wasDrawnHere(span) ? 1 : 0;
    }
    double weight = Math.pow(REMEMBERED, seconds);
    rate = weight * rate + (1 - weight) * drawn / ratio / seconds;
    double most = rate == 0 ? 1 : config.perSecond().getAsInt() / rate;
    ratio = Math.min(config.keepRatio(), most) * share;
  }

  private static boolean wasDrawnHere(Span span) {
    return span.parentSpanId().isEmpty() && span.traceState().startsWith("ot=th:");
  }

  private void apply() {
    Sampler.keep(ratio);
    Sampler.judge(
        config.allErrors(),
        config.slowQuantile().isPresent() || config.slowerThan().isPresent(),
        // No method reference, as this runs before the application begins.
        config.slowerThan().isPresent() ? config.slowerThan().get().toNanos() : Long.MAX_VALUE,
        share);
  }

  private void allowSlow() {
    Sampler.allowSlow(config.perSecond().isPresent() ? config.perSecond().getAsInt() : MANY);
  }
}
