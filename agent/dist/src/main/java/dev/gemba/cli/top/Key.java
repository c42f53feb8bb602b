package dev.gemba.cli.top;

/**
 * A key that the user has pressed.
 *
 * @param name of a key without a character of its own; null for a character
 * @param character what was typed; 0 for a named key
 */
record Key(Name name, char character) {

  /** Keys without a character of their own. */
  enum Name {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    ENTER,
    ESCAPE,
    BACKSPACE
  }

  static Key of(Name name) {
    return new Key(name, (char) 0);
  }

  static Key of(char character) {
    return new Key(null, character);
  }
}
