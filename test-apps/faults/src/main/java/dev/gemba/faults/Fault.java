package dev.gemba.faults;

/** What a {@link FaultyProxy} does with connections. */
public enum Fault {
  /** Hands everything on, both ways. */
  NONE,
  /** Nobody listens. */
  REFUSE,
  /** Takes the beginning of a request and resets the connection. */
  RESET,
  /** Accepts, and neither reads nor writes. */
  STALL,
  /** Takes everything and answers nothing, like a peer that is gone and could not say so. */
  HALF_OPEN,
  /** Hands the request on and loses the answer: the server has it, the client cannot know. */
  LOSE_ANSWER,
  /** Answers what belongs to no protocol. */
  GARBAGE,
  /** Answers HTTP 429, to be tried again after a second. */
  TOO_MANY_REQUESTS,
  /** Answers HTTP 503. */
  UNAVAILABLE
}
