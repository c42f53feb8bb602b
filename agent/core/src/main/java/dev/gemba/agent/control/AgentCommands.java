package dev.gemba.agent.control;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the agent can be asked. Called by the threads of the control channel, several at a time; a
 * call may take as long as its work does.
 */
public interface AgentCommands {

  /** Is told how far a long piece of work has come. */
  @FunctionalInterface
  interface Progress {
    void at(int done, int of);
  }

  /** A view that is asked again and again, by one thread. */
  @FunctionalInterface
  interface Feed {
    JsonBody next();
  }

  /**
   * What a reload came to.
   *
   * @param applied false if the config was broken and changed nothing
   * @param origin of the config that was read
   * @param problems all there is to say about it
   * @param targets how many it has
   */
  record Reloaded(boolean applied, String origin, List<String> problems, int targets) {
    public Reloaded {
      problems = List.copyOf(problems);
    }
  }

  /**
   * What a detach came to.
   *
   * @param classes how many classes are again as their class files are
   * @param left names of classes that could not be given back
   */
  record Detached(int classes, List<String> left) {
    public Detached {
      left = List.copyOf(left);
    }
  }

  /**
   * A profile that was made.
   *
   * @param head what there is to say about it
   * @param file of JDK Flight Recorder's format; whoever has read it deletes it
   */
  record Profile(JsonBody head, Path file) {}

  /** How the agent is doing. */
  AgentStatus status();

  /**
   * What is woven, and why other methods are not.
   *
   * @param question a method or class that somebody misses; null for all targets
   */
  JsonBody targets(String question) throws CommandRefusedException;

  /**
   * Goes by another config, or reads the same file again.
   *
   * @param config path of the file; null for the same as before
   */
  Reloaded reload(String config, Progress progress) throws CommandRefusedException;

  /**
   * Sets the capture level of an operation by hand.
   *
   * @param level {@code off}, {@code count}, {@code timing} or {@code span}; {@code config} to
   *     leave it to the config and the governor again
   * @return how many methods the operation has
   */
  int level(String operation, String level) throws CommandRefusedException;

  /** What the agent costs, by its model. */
  JsonBody overhead() throws CommandRefusedException;

  /**
   * What the agent costs, by experiment; see {@link dev.gemba.agent.govern.TruthCheck}.
   *
   * @param length of the experiment
   * @param progress in seconds; whatever it throws ends the experiment
   */
  JsonBody measure(Duration length, Progress progress) throws CommandRefusedException;

  /**
   * Takes samples of what the JVM is at.
   *
   * @param event one of {@link dev.gemba.agent.profile.Event}
   * @param interval see {@link dev.gemba.agent.profile.ProfileOrder}
   * @param operation whose methods are to be told; null for none
   * @param progress in seconds; whatever it throws ends the profile
   */
  Profile profile(String event, long interval, Duration length, String operation, Progress progress)
      throws CommandRefusedException;

  /** What is in memory, how it has grown, what collections took and what a look at it would. */
  JsonBody heap() throws CommandRefusedException;

  /**
   * Counts the objects that are alive. The JVM stands still meanwhile.
   *
   * @param top how many classes are told
   */
  JsonBody histogram(int top) throws CommandRefusedException;

  /**
   * Writes the objects that are alive to a file. The JVM stands still meanwhile.
   *
   * @param file absolute; it must not exist
   */
  JsonBody dumpHeap(String file) throws CommandRefusedException;

  /**
   * Takes samples of what is allocated and stays.
   *
   * @param paths whether to tell what holds it, for which the JVM stands still in the end
   * @param progress in seconds; whatever it throws ends it
   */
  Profile leaks(Duration length, boolean paths, Progress progress) throws CommandRefusedException;

  /**
   * The operations of the last while.
   *
   * @param window how long a while; zero for all since the start
   */
  Feed top(Duration window) throws CommandRefusedException;

  /** Undoes everything but the control channel. */
  Detached detach(Progress progress) throws CommandRefusedException;

  /** Leaves the JVM to the next attach. After {@link #detach}, and once the channel is closed. */
  void release();

  /**
   * Makes the agent's classes collectable. None can be loaded after this: it is the last thing that
   * the last thread does.
   */
  void farewell();
}
