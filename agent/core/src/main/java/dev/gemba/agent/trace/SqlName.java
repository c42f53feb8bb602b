package dev.gemba.agent.trace;

/** A name that is being read, with the names of schema and catalogue in front of it. */
final class SqlName {

  /** No name is longer in any database, with all that qualifies it. */
  private static final int LONGEST = 512;

  private final StringBuilder text = new StringBuilder();
  private boolean behindDot;

  boolean isBegun() {
    return text.length() > 0;
  }

  void begin(SqlTokens token) {
    token.appendNameTo(text);
    behindDot = false;
  }

  /** Takes the token if it is part of the name. */
  boolean takes(SqlTokens token) {
    boolean dot = token.is('.');
    boolean part = dot || (behindDot && token.isName());
    if (part && text.length() <= LONGEST) {
      token.appendNameTo(text);
    }
    behindDot = dot;
    return part;
  }

  /** The name, without quotes, which then is no longer being read; null if it is none. */
  String end() {
    String name = text.length() <= LONGEST ? text.toString() : null;
    text.setLength(0);
    return name;
  }
}
