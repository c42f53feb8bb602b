package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile.Kind;
import java.util.EnumMap;
import java.util.Map;

/**
 * What an operation or a span took by its samples: as a whole, and by itself, without what others
 * took within it. For one thread at a time.
 */
final class Bill {

  private final Map<Kind, Long> whole = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> self = new EnumMap<>(Kind.class);

  void add(Kind kind, long value, boolean own) {
    whole.merge(kind, value, Long::sum);
    self.merge(kind, own ? value : 0, Long::sum);
  }

  boolean has(Kind kind) {
    return whole.containsKey(kind);
  }

  long whole(Kind kind) {
    return whole.getOrDefault(kind, 0L);
  }

  long self(Kind kind) {
    return self.getOrDefault(kind, 0L);
  }
}
