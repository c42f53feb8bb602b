package dev.gemba.agent.trace;

import java.util.function.ObjIntConsumer;

/** An enricher of calls that stand for several. */
interface Counter extends Enricher {

  /**
   * Tells what a call counts for besides its own operation; asked after that.
   *
   * @param sink takes an operation, and how many calls of it there were
   */
  void count(EndedCall call, ObjIntConsumer<String> sink);
}
