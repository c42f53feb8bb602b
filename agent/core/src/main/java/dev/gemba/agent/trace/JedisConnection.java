package dev.gemba.agent.trace;

/**
 * What went out on a connection of Jedis and is not answered yet, and what was answered last. For
 * one thread at a time, as the connection.
 */
final class JedisConnection {

  private static final String MULTI = "MULTI";
  private static final int NONE = -1;

  private String last;
  private int arguments;
  private int unanswered;

  /** What the commands are that are not answered, but for MULTI; null if there are none. */
  private String command;

  private boolean differ;
  private boolean opensTransaction;
  private boolean inTransaction;
  private int selecting = NONE;
  private RedisCall answered;

  /**
   * A command goes out.
   *
   * @param argumentCount how many arguments it has
   * @param database that it selects; -1 if it selects none
   */
  void sent(String name, int argumentCount, int database) {
    last = name;
    arguments = argumentCount;
    unanswered++;
    if (database >= 0) {
      selecting = database;
    }
    if (name.equals(MULTI)) {
      opensTransaction = true;
      inTransaction = true;
      return;
    }
    if (name.equals("EXEC") || name.equals("DISCARD")) {
      inTransaction = false;
    }
    differ |= command != null && !command.equals(name);
    command = name;
  }

  /** Whether an answer is awaited. */
  boolean isAwaiting() {
    return unanswered > 0;
  }

  /** The answer to the last command is there, or never will be. */
  void answered() {
    answered(isAwaiting() ? RedisCall.single(last, arguments) : null);
  }

  /** The answers to several commands are there, or never will be. */
  void answered(int answers) {
    if (!isAwaiting()) {
      answered(null);
    } else if (inTransaction && command != null) {
      int queued = opensTransaction ? answers - 1 : answers;
      answered(RedisCall.batch(MULTI, differ ? null : command, queued));
    } else if (answers > 1) {
      answered(RedisCall.batch("PIPELINE", differ ? null : command, answers));
    } else {
      answered();
    }
  }

  private void answered(RedisCall call) {
    answered = call;
    command = null;
    differ = false;
    opensTransaction = false;
    unanswered = 0;
  }

  /** What was answered last; null if nothing was asked. */
  RedisCall lastAnswered() {
    return answered;
  }

  /** The database that was selected since this was asked last; -1 if none was. */
  int takeSelected() {
    int database = selecting;
    selecting = NONE;
    return database;
  }
}
