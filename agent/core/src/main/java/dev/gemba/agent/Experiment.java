package dev.gemba.agent;

import dev.gemba.agent.control.AgentCommands;
import dev.gemba.agent.govern.Reading;
import dev.gemba.agent.govern.Truth;
import dev.gemba.agent.govern.TruthCheck;
import dev.gemba.bootstrap.Probe;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;

/**
 * A truth check of this agent in its JVM, with the governor standing still meanwhile. Whatever ends
 * it, probes are lit again and the governor goes on. For one thread.
 */
final class Experiment implements TruthCheck.Subject {

  /** How long a detach waits for an experiment to notice, at most. */
  private static final long POLL_MILLIS = 100;

  private final Agent agent;
  private final TruthCheck check;

  /** As they are while probes are lit. */
  private OperationLevels levels;

  Experiment(Agent agent, Duration length, AgentCommands.Progress progress) {
    this.agent = agent;
    this.levels = new OperationLevels(agent.weaver().view());
    this.check =
        new TruthCheck(
            this,
            agent.meter(),
            new Random(),
            length,
            (done, of) -> progress.at((int) done.toSeconds(), (int) of.toSeconds()));
  }

  Truth run() throws InterruptedException {
    OptionalDouble budget = agent.config().config().overheadRatio();
    agent.governor().pause(true);
    try {
      return check.run(budget);
    } finally {
      agent.governor().pause(agent.whyStopped() != null);
    }
  }

  @Override
  public void dim(boolean on) throws InterruptedException {
    int level = on ? Probe.COUNT : Probe.SPAN;
    try {
      agent
          .weaverThread()
          .call(
              () -> {
                agent.limitLevels(level);
                return level;
              });
    } catch (RejectedExecutionException leaving) {
      throw leaving;
    } catch (RuntimeException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    if (!on) {
      levels = new OperationLevels(agent.weaver().view());
    }
  }

  @Override
  public Reading read() throws InterruptedException {
    return agent
        .collector()
        .ask(() -> agent.meter().reading(System.nanoTime(), agent.reader().readCalls()));
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    long until = System.nanoTime() + duration.toNanos();
    for (long left = duration.toMillis(); left > 0; ) {
      if (agent.isLeaving()) {
        throw new InterruptedException("the agent is leaving");
      }
      if (agent.whyStopped() != null) {
        throw new IllegalStateException("Gemba has stopped itself: " + agent.whyStopped());
      }
      Thread.sleep(Math.min(left, POLL_MILLIS));
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public int levelOf(String operation) {
    return levels.numberOf(operation);
  }

  @Override
  public Object aim() {
    return agent.config().since();
  }
}
