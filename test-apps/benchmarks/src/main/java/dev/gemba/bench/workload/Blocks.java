package dev.gemba.bench.workload;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Generated classes, loaded from a directory. */
final class Blocks {

  private final Block[] blocks;

  private Blocks(Block[] blocks) {
    this.blocks = blocks;
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

  /** Calls every method of every class once. */
  long callAll(long value) {
    long result = value;
    for (Block block : blocks) {
      result = block.call(result);
    }
    return result;
  }
}
