package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.concurrent.Callable;

/**
 * Bridge methods: of generics, of covariant returns, and of a public method inherited from a
 * package-private class.
 */
public final class Bridges implements Case {

  abstract static class Node<T> {
    abstract T value(T before);

    Object copy() {
      return "node";
    }
  }

  static final class Text extends Node<String> implements Comparable<Text>, Callable<String> {
    @Override
    String value(String before) {
      return before + "'";
    }

    @Override
    String copy() {
      return "text";
    }

    @Override
    public int compareTo(Text other) {
      return 7;
    }

    @Override
    public String call() {
      return "called";
    }
  }

  static class Hidden {
    public String inherited() {
      return "from hidden";
    }
  }

  /** Gets a bridge to {@link Hidden#inherited()}, since that class is not public. */
  public static final class Shown extends Hidden {}

  @Override
  public void run(Report report) throws Exception {
    Node<String> node = new Text();
    report.seen("generic", node.value("a"));
    report.seen("covariant", node.copy());
    report.seen("compare", raw(new Text(), new Text()));
    report.seen("callable", ((Callable<?>) node).call());
    report.seen("inherited", Shown.class.getMethod("inherited").invoke(new Shown()));
    report.ending("wrong type through the bridge", () -> rawValue(node));
    report.shape(Text.class);
    report.shape(Shown.class);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Raw on purpose: this call goes through the bridge.
  private static int raw(Comparable comparable, Comparable other) {
    return comparable.compareTo(other);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Raw on purpose: the bridge's cast has to fail.
  private static Object rawValue(Node node) {
    return node.value(1);
  }
}
