package dev.gemba.agent.weave;

/** Woven once before any class of the application is, and never run. */
final class WarmUp implements Runnable {
  @Override
  public void run() {}
}
