package dev.gemba.bench;

import java.nio.file.Path;
import java.util.Optional;

/** No agent at all: the method as it is, or timed in its source. */
record NoAgent(String name, String title, boolean byHand) implements Way {

  @Override
  public Launch launch(Place place, Path directory, Watched watched) {
    return Launch.PLAIN;
  }

  @Override
  public Optional<Verdict> afterwards(Path directory, Watched watched, long calls) {
    return Optional.of(Verdict.NOT_NEEDED);
  }
}
