package dev.gemba.agent.weave;

/** Is told how far a long piece of work has come. Called on the thread that does the work. */
@FunctionalInterface
public interface Progress {

  /** For work that nobody watches. */
  Progress NONE = (done, of) -> {};

  void at(int done, int of);
}
