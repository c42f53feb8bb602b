package dev.gemba.cli.recording;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Stacks that begin alike put together, as a flame graph shows them. Its memory is bounded: where
 * there are too many nodes, the smallest go, and what they took stays with their parents. For one
 * thread.
 */
public final class FlameTree {

  /** A frame as it was called from the frames above it. */
  public static final class Node {
    private final String name;
    private final Map<String, Node> children = new HashMap<>();
    private long total;
    private long self;

    private Node(String name) {
      this.name = name;
    }

    /** The frame; empty for the root. */
    public String name() {
      return name;
    }

    /** What it took with all that it called. */
    public long total() {
      return total;
    }

    /** What it took by itself. */
    public long self() {
      return self;
    }

    /** What it called, in no particular order. */
    public Collection<Node> children() {
      return Collections.unmodifiableCollection(children.values());
    }

    private int prune(long least) {
      children.values().removeIf(child -> child.total < least);
      int nodes = children.size();
      for (Node child : children.values()) {
        nodes += child.prune(least);
      }
      return nodes;
    }
  }

  /** The first share that a node must have to stay; it doubles until few enough do. */
  private static final double LEAST_SHARE = 1e-5;

  private final Node root = new Node("");
  private final int maxNodes;
  private int nodes;
  private long samples;

  /**
   * @param maxNodes how many it holds at most, the frames of one stack more
   */
  public FlameTree(int maxNodes) {
    this.maxNodes = maxNodes;
  }

  /**
   * Takes in a stack.
   *
   * @param frames the outermost first
   */
  public void add(Collection<String> frames, long count, long value) {
    samples += count;
    Node at = root;
    at.total += value;
    for (String frame : frames) {
      Node child = at.children.get(frame);
      if (child == null) {
        child = new Node(frame);
        at.children.put(frame, child);
        nodes++;
      }
      at = child;
      at.total += value;
    }
    at.self += value;
    for (double share = LEAST_SHARE; nodes > maxNodes; share *= 2) {
      nodes = root.prune((long) Math.ceil(share * root.total));
    }
  }

  /** What all stacks begin with, without a name. */
  public Node root() {
    return root;
  }

  /** How often a sample was taken. */
  public long samples() {
    return samples;
  }
}
