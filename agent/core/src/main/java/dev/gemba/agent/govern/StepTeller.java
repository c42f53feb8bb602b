package dev.gemba.agent.govern;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells people of the governor's steps, in one line for each decision; decisions that follow within
 * {@value #QUIET_SECONDS} s wait and are told together. For one thread.
 */
final class StepTeller {

  private static final int QUIET_SECONDS = 10;

  private final Consumer<String> messages;
  private final List<Step> untold = new ArrayList<>();
  private Instant last = Instant.EPOCH;

  StepTeller(Consumer<String> messages) {
    this.messages = messages;
  }

  void add(List<Step> taken) {
    untold.addAll(taken);
  }

  /** Tells what there is to tell, if it is time. */
  void tell(Instant now) {
    if (untold.isEmpty() || Duration.between(last, now).toSeconds() < QUIET_SECONDS) {
      return;
    }
    last = now;
    // The newest reason is what is true now.
    Step newest = untold.get(untold.size() - 1);
    Step shown = untold.stream().filter(s -> s.at().equals(newest.at())).findFirst().orElse(newest);
    int others = untold.size() - 1;
    messages.accept(
        shown.reason()
            + ": "
            + shown.subject()
            + " from "
            + shown.from()
            + " to "
            + shown.to()
            + (others == 0
                ? ""
                : ", and " + others + (others == 1 ? " more step" : " more steps")));
    untold.clear();
  }
}
