package dev.gemba.zoo.live;

import java.util.concurrent.CountDownLatch;

/** Calls that begin before something happens and end after it. */
final class Staying {

  private final CountDownLatch inside;
  private final CountDownLatch leave;

  Staying(CountDownLatch inside, CountDownLatch leave) {
    this.inside = inside;
    this.leave = leave;
  }

  /** A constructor that takes its time. */
  Staying(CountDownLatch inside, CountDownLatch leave, boolean now) {
    this(inside, leave);
    if (now) {
      await("constructor");
    }
  }

  String outer(String text) {
    return inner(text.concat("!")).concat("?");
  }

  String inner(String text) {
    return await(text);
  }

  String failing(String text) {
    throw new IllegalStateException(await(text));
  }

  private String await(String text) {
    inside.countDown();
    try {
      leave.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return text;
  }
}
