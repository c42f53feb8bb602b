package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Reads which traces are kept. */
record SamplingReader(SectionReader section, Problems problems) {

  private static final int MOST_TRACES_PER_SECOND = 1_000_000;

  Sampling read() {
    ScalarReader scalars = new ScalarReader(section, problems);
    double keep = scalars.ratio("keep").orElse(Sampling.DEFAULT.keepRatio());
    OptionalInt perSecond = perSecond();
    Optional<Duration> slower = Optional.empty();
    OptionalDouble quantile = Sampling.DEFAULT.slowQuantile();
    if (section.has("slow")) {
      quantile = quantile();
      slower = quantile.isPresent() ? slower : slower(scalars);
    }
    return new Sampling(keep, perSecond, quantile, slower, allErrors());
  }

  private OptionalInt perSecond() {
    String accepted = "a whole number from 1 to " + MOST_TRACES_PER_SECOND + ", or off";
    Text text = section.text("per-second", accepted);
    if (text == null) {
      return Sampling.DEFAULT.perSecond();
    }
    if (text.text().equals(ScalarReader.OFF)) {
      return OptionalInt.empty();
    }
    String digits = text.text().strip();
    boolean whole = Quantities.isNumber(digits) && digits.indexOf('.') < 0;
    long number = whole ? Long.parseLong(digits) : 0;
    if (number < 1 || number > MOST_TRACES_PER_SECOND) {
      problems.error(text.place(), text.description(), accepted);
      return Sampling.DEFAULT.perSecond();
    }
    return OptionalInt.of((int) number);
  }

  private OptionalDouble quantile() {
    if (section.value("slow") instanceof Text text && text.text().startsWith("p")) {
      double quantile = Quantities.ratio(text.text().substring(1) + "%");
      if (quantile > 0 && quantile < 1) {
        return OptionalDouble.of(quantile);
      }
    }
    return OptionalDouble.empty();
  }

  private Optional<Duration> slower(ScalarReader scalars) {
    return Optional.ofNullable(
        scalars.isSetOff("slow")
            ? null
            : scalars.duration("slow", "a percentile such as p99, a duration such as 2s, or off"));
  }

  private boolean allErrors() {
    String accepted = "all, off";
    Text text = section.text("errors", accepted);
    if (text == null) {
      return Sampling.DEFAULT.allErrors();
    }
    boolean all = text.text().equals("all");
    if (all || text.text().equals(ScalarReader.OFF)) {
      return all;
    }
    problems.error(text.place(), text.description(), accepted);
    return Sampling.DEFAULT.allErrors();
  }
}
