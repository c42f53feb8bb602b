package dev.gemba.cli.recording;

import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Profile.Sample;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The samples of a recording at a glance. Immutable.
 *
 * @param kinds what there is of each kind; those without samples are left out
 */
public record ProfileSummary(Map<Kind, Amount> kinds) {

  /**
   * Samples of one kind.
   *
   * @param value what they stand for, in the kind's unit
   */
  public record Amount(long samples, long value) {
    Amount plus(Amount more) {
      return new Amount(samples + more.samples, value + more.value);
    }
  }

  public ProfileSummary {
    Map<Kind, Amount> ordered = new EnumMap<>(Kind.class);
    ordered.putAll(kinds);
    kinds = Collections.unmodifiableMap(ordered);
  }

  /** Adds up samples without keeping them. For one thread. */
  static final class Builder {
    private final Map<Kind, Amount> kinds = new EnumMap<>(Kind.class);

    void add(Sample sample) {
      kinds.merge(sample.kind(), new Amount(sample.count(), sample.value()), Amount::plus);
    }

    ProfileSummary build() {
      return new ProfileSummary(kinds);
    }
  }
}
