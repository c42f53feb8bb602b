package dev.gemba.agent.runtime;

import dev.gemba.agent.target.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * How many objects of each class are alive, most bytes first. Immutable.
 *
 * @param rows of all classes
 */
public record ClassHistogram(List<Row> rows) {

  /**
   * A class.
   *
   * @param type as in source: {@code byte[]}, {@code com.acme.Board$Card}
   */
  public record Row(String type, long instances, long bytes) {}

  public ClassHistogram {
    rows = List.copyOf(rows);
  }

  /**
   * Reads what HotSpot's diagnostic command {@code GC.class_histogram} prints: lines such as {@code
   * 1: 4711 225432 [B (java.base@17)} between a head and a sum.
   */
  static ClassHistogram of(String text) {
    List<Row> rows = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] parts = line.strip().split("\\s+");
      if (parts.length >= 4 && parts[0].endsWith(":")) {
        long instances = KernelFile.number(parts[1]);
        long bytes = KernelFile.number(parts[2]);
        if (instances >= 0 && bytes >= 0) {
          rows.add(new Row(Signature.type(parts[3]), instances, bytes));
        }
      }
    }
    return new ClassHistogram(rows);
  }

  /** Objects of all classes. */
  public long instances() {
    return rows.stream().mapToLong(Row::instances).sum();
  }

  /** Bytes of all classes. */
  public long bytes() {
    return rows.stream().mapToLong(Row::bytes).sum();
  }
}
