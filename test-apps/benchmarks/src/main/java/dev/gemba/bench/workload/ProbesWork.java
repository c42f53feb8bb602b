package dev.gemba.bench.workload;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A round of {@link Blocks}: every method of many generated classes. */
final class ProbesWork implements Work {

  private final Blocks blocks;
  private final Map<String, Long> calls = new HashMap<>();

  ProbesWork(Path directory, String prefix, int classes, int methods) throws Exception {
    blocks = Blocks.load(directory, prefix, classes);
    int[] turns = blocks.calls();
    String simple = prefix.substring(prefix.lastIndexOf('.') + 1);
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < methods; j++) {
        calls.put(simple + i + ".small" + j, (long) turns[i]);
      }
    }
  }

  @Override
  public long once(long value) {
    return blocks.callAll(value);
  }

  @Override
  public Map<String, Long> calls() {
    return Map.copyOf(calls);
  }
}
