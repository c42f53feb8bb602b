package dev.gemba.cli.html;

import java.nio.charset.StandardCharsets;

/** HTML under way. What comes from outside goes through {@link #text}. For one thread. */
final class Markup {

  /** Names that are longer are cut in the middle. */
  private static final int MAX_NAME = 160;

  private final StringBuilder html = new StringBuilder();

  /** Our own markup, as it is. */
  Markup raw(String markup) {
    html.append(markup);
    return this;
  }

  Markup raw(Markup markup) {
    html.append(markup.html);
    return this;
  }

  /** Text of any origin, fit for an element or a quoted attribute. */
  Markup text(String text) {
    text.codePoints().forEach(this::escaped);
    return this;
  }

  /** As {@link #text}, and bounded in length. */
  Markup name(String name) {
    if (name.length() <= MAX_NAME) {
      return text(name);
    }
    int half = MAX_NAME / 2;
    return text(name.substring(0, half) + "…" + name.substring(name.length() - half));
  }

  private void escaped(int c) {
    switch (c) {
      case '&' -> html.append("&amp;");
      case '<' -> html.append("&lt;");
      case '>' -> html.append("&gt;");
      case '"' -> html.append("&quot;");
      case '\'' -> html.append("&#39;");
      default -> {
        html.appendCodePoint(isUnfit(c) ? 0xfffd : c);
      }
    }
  }

  private static boolean isUnfit(int c) {
    boolean control = (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    boolean halfCharacter = c >= 0xd800 && c < 0xe000;
    // Marks that turn the direction of writing could make one name look like another.
    boolean turning = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return control || halfCharacter || turning;
  }

  boolean isEmpty() {
    return html.isEmpty();
  }

  /** In UTF-8. */
  int sizeBytes() {
    return toString().getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
