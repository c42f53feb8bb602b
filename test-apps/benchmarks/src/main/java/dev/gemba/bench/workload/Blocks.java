package dev.gemba.bench.workload;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Generated classes, loaded from a directory, whose methods are called in an order without a
 * pattern, some more often than others: where thousands of methods are called equally often, they
 * all come to HotSpot's compilers at once, which then raise what they ask of each and leave most of
 * them uncompiled for minutes, with or without an agent.
 */
final class Blocks {

  /** How often a method is called in a round, in the mean; at least once. */
  static final int CALLS = 4;

  private static final long SEED = 1;

  private final Block[] blocks;
  private final int[] order;

  private Blocks(Block[] blocks) {
    this.blocks = blocks;
    Random random = new Random(SEED);
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < blocks.length; i++) {
      turns.add(i);
      for (int more = 1; more < CALLS; more++) {
        turns.add(random.nextInt(blocks.length));
      }
    }
    Collections.shuffle(turns, random);
    order = turns.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Loads {@code PREFIX0} and so on. */
  static Blocks load(Path directory, String prefix, int classes) throws Exception {
    URL[] places = {directory.toUri().toURL()};
    // Stays open: whoever weaves reads class files through it for as long as the JVM lives.
    @SuppressWarnings("resource")
    URLClassLoader loader = new URLClassLoader(places, Blocks.class.getClassLoader());
    Block[] blocks = new Block[classes];
    for (int i = 0; i < classes; i++) {
      blocks[i] = (Block) loader.loadClass(prefix + i).getDeclaredConstructor().newInstance();
    }
    return new Blocks(blocks);
  }

  /** A round: calls the methods of every class, {@link #CALLS} times in the mean. */
  long callAll(long value) {
    long result = value;
    for (int block : order) {
      result = blocks[block].call(result);
    }
    return result;
  }

  /** How often a round calls each method of each class. */
  int[] calls() {
    int[] calls = new int[blocks.length];
    for (int block : order) {
      calls[block]++;
    }
    return calls;
  }
}
