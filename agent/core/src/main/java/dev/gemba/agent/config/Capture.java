package dev.gemba.agent.config;

/** What a probe records for a call; each level includes those before it. */
public enum Capture {
  /** Calls and their exceptional exits are counted. */
  COUNT,
  /** Also how long they took, as a distribution. */
  TIMING,
  /** Also each call by itself, with its parent and attributes, if its trace is kept. */
  SPAN
}
