package dev.gemba.kanban.board;

import dev.gemba.kanban.model.Board;
import java.util.regex.Pattern;

/** A board as a Markdown page for people to read. */
final class BoardPage {
  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>#|]");

  private BoardPage() {}

  static String render(Board board) {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(plain(board.name())).append("\n\n");
    page.append(board.size()).append(" tasks, as of ").append(board.loadedAt()).append("\n");
    for (Board.Column column : board.columns()) {
      append(page, column);
    }
    return page.toString();
  }

  private static void append(StringBuilder page, Board.Column column) {
    page.append("\n## ").append(column.status().text()).append(" (").append(column.cards().size());
    if (column.limit() != null) {
      page.append(" of ").append(column.limit());
    }
    page.append(column.overLimit() ? "), over its limit\n\n" : ")\n\n");
    for (Board.Card card : column.cards()) {
      append(page, card);
    }
  }

  private static void append(StringBuilder page, Board.Card card) {
    page.append("- ").append(card.id()).append(' ').append(plain(card.title()));
    page.append(" (").append(card.priority().text());
    if (card.assignee() != null) {
      page.append(", ").append(plain(card.assignee()));
    }
    if (card.due() != null) {
      page.append(", due ").append(card.due());
    }
    page.append(")");
    if (!card.waitsFor().isEmpty()) {
      page.append(", waits for ").append(card.waitsFor());
    }
    page.append('\n');
  }

  /** Titles are text, whatever they look like. */
  private static String plain(String text) {
    return MARKUP.matcher(text).replaceAll("\\\\$0");
  }
}
