package dev.gemba.cli.html;

import dev.gemba.api.export.Profile.Kind;
import dev.gemba.cli.recording.FlameTree;
import dev.gemba.cli.recording.FlameTree.Node;
import dev.gemba.cli.recording.FrameOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Flame graphs of a page, drawn by its script; what is hottest stands below them as text. Each name
 * is in the page once, and a graph is a tree of few bytes: {@code a.2s(b.1k,c.z)} is frame 10 with
 * two that it called, each with its share of all in {@value #PARTS} parts, in base 36. For one
 * thread.
 */
final class FlameGraphs {

  private static final int PARTS = 100_000;
  private static final int BASE = 36;
  private static final int MAX_HOT = 5;

  private final Numbers numbers;
  private final Predicate<String> isOperation;
  private final int limitBytes;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private int size;
  private int leftOut;

  /**
   * @param isOperation whether a method is one of an operation's, which is marked
   * @param limitBytes graphs that do not fit any more are left out
   */
  FlameGraphs(Numbers numbers, Predicate<String> isOperation, int limitBytes) {
    this.numbers = numbers;
    this.isOperation = isOperation;
    this.limitBytes = limitBytes;
  }

  /**
   * The graphs of one thing, one for each kind of samples; nothing without samples.
   *
   * @param least share of its graph that a frame must have to be in it
   */
  Markup draw(Map<Kind, FlameTree> trees, double least) {
    Markup html = new Markup();
    if (trees.values().stream().noneMatch(tree -> tree.root().total() > 0)) {
      return html;
    }
    if (size > limitBytes) {
      leftOut++;
      return html;
    }
    html.raw("<div class=flames>");
    trees.forEach(
        (kind, tree) -> {
          if (tree.root().total() > 0) {
            html.raw(graph(kind, tree, least));
          }
        });
    return html.raw("</div>\n");
  }

  private Markup graph(Kind kind, FlameTree tree, double least) {
    long total = tree.root().total();
    StringBuilder text = new StringBuilder();
    long leastValue = Math.max(1, (long) Math.ceil(least * total));
    children(text, kind, tree.root(), total, leastValue);
    size += text.length();
    Markup html = new Markup().raw("<div class=flame data-kind=\"" + title(kind) + "\" data-unit=");
    html.raw(kind == Kind.ALLOC ? "bytes" : "ns").raw(" data-total=" + total);
    html.raw(" data-tree=\"" + text + "\"><p class=note><b>" + title(kind) + "</b> ");
    html.text(amount(kind, total) + " in " + numbers.count(tree.samples()) + " samples");
    String separator = ". Most by itself: ";
    for (Map.Entry<String, Long> hot : hottest(tree.root(), leastValue)) {
      html.raw(separator).raw("<code>").name(hot.getKey()).raw("</code> ");
      html.text(numbers.percent((double) hot.getValue() / total));
      separator = ", ";
    }
    return html.raw("</p></div>");
  }

  private void children(StringBuilder text, Kind kind, Node parent, long total, long least) {
    List<Node> shown = new ArrayList<>();
    for (Node child : parent.children()) {
      if (child.total() >= least) {
        shown.add(child);
      }
    }
    // By name, as time has no order here: the same graph then looks the same the next day.
    shown.sort(Comparator.comparing(Node::name));
    for (int i = 0; i < shown.size(); i++) {
      Node child = shown.get(i);
      text.append(i > 0 ? "," : "").append(Integer.toString(nameOf(kind, child), BASE));
      long parts = Math.max(1, Math.round((double) PARTS * child.total() / total));
      text.append('.').append(Long.toString(parts, BASE));
      if (child.children().stream().anyMatch(one -> one.total() >= least)) {
        text.append('(');
        children(text, kind, child, total, least);
        text.append(')');
      }
    }
  }

  /** The name with what it is before it, so that the script need not know. */
  private int nameOf(Kind kind, Node node) {
    boolean objects = (kind == Kind.ALLOC || kind == Kind.LOCK) && node.self() > 0;
    String name = node.name().replace('\n', ' ');
    Integer known = names.get((objects ? 'c' : 'm') + name);
    if (known == null) {
      known = names.size();
      names.put((objects ? 'c' : 'm') + name, known);
      size += name.length();
    }
    return known;
  }

  /** What frames took by themselves, whoever called them. */
  private static List<Map.Entry<String, Long>> hottest(Node root, long least) {
    Map<String, Long> self = new HashMap<>();
    addSelf(self, root);
    return self.entrySet().stream()
        .filter(frame -> frame.getValue() >= least)
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAX_HOT)
        .toList();
  }

  private static void addSelf(Map<String, Long> self, Node node) {
    if (node.self() > 0 && !node.name().isEmpty()) {
      self.merge(node.name(), node.self(), Long::sum);
    }
    node.children().forEach(child -> addSelf(self, child));
  }

  /** The names that the graphs refer to, after the last graph was drawn. */
  Markup names() {
    Markup html = new Markup();
    if (names.isEmpty()) {
      return html;
    }
    html.raw("<pre id=frames hidden>\n");
    for (String name : names.keySet()) {
      String frame = name.substring(1);
      html.raw(name.charAt(0) == 'c' ? "c" : letter(frame)).name(frame).raw("\n");
    }
    return html.raw("</pre>\n");
  }

  private String letter(String frame) {
    if (isOperation.test(frame)) {
      return "o";
    }
    return switch (FrameOrigin.of(frame)) {
      case APPLICATION -> "a";
      case JDK -> "j";
      case NATIVE -> "n";
    };
  }

  /** How many graphs found no room. */
  int leftOut() {
    return leftOut;
  }

  /** In the unit of a kind. */
  String amount(Kind kind, long value) {
    return kind == Kind.ALLOC ? numbers.size((double) value) : numbers.duration(value / 1e9);
  }

  /** For people. */
  static String title(Kind kind) {
    return switch (kind) {
      case CPU -> "CPU";
      case ALLOC -> "Allocations";
      case WALL -> "All time";
      case LOCK -> "Locks";
    };
  }
}
