package dev.gemba.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What there is to say about what a JVM has in memory, for people. For one thread. */
final class HeapText {

  private static final int NAME_WIDTH = 90;
  private static final String USED = "used";
  private static final String SECONDS = "seconds";
  private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB"};

  private static final Map<String, String> TRENDS =
      Map.of(
          "heap", "old generation after collections",
          "metaspace", "metaspace",
          "class", "loaded classes",
          "thread", "threads",
          "buffer", "direct buffers");

  private final Terminal terminal;
  private final Units units;
  private final long pid;

  HeapText(Terminal terminal, long pid) {
    this.terminal = terminal;
    this.units = Units.of(terminal);
    this.pid = pid;
  }

  void print(Map<String, Object> heap) {
    line("memory of process " + pid + ", up " + elapsed(number(heap, "uptimeSeconds")));
    TextTable pools =
        new TextTable(terminal, NAME_WIDTH, "POOL", "USED", "AFTER GC", "COMMITTED", "LIMIT");
    for (Map<String, Object> pool : objects(heap.get("pools"))) {
      pools.row(
          pool.get("name") + (Boolean.TRUE.equals(pool.get("heap")) ? " (heap)" : ""),
          size(pool, USED),
          size(pool, "usedAfterCollection"),
          size(pool, "committed"),
          size(pool, "limit"));
    }
    pools.print();
    for (Map<String, Object> buffers : objects(heap.get("buffers"))) {
      line(
          buffers.get("name")
              + " buffers: "
              + Plural.of(buffers.get("count"), "buffer", "buffers")
              + ", "
              + bytes(number(buffers, "bytes")));
    }
    Map<String, Object> classes = JvmCommand.objectAt(heap, "classes");
    line(
        "threads: "
            + heap.get("threads")
            + "; classes: "
            + classes.get("loaded")
            + " loaded, "
            + classes.get("unloaded")
            + " unloaded");
    objects(heap.get("trends")).forEach(this::printTrend);
    printCollections(objects(heap.get("collections")));
    printPauses(JvmCommand.objectAt(heap, "pauses"));
  }

  private void printTrend(Map<String, Object> trend) {
    String name = TRENDS.getOrDefault(String.valueOf(trend.get("name")), "");
    String text;
    if (trend.get("growing") == null) {
      text =
          "not known yet ("
              + trend.get("windows")
              + " of the "
              + trend.get("windowsNeeded")
              + " windows that it takes)";
    } else if (Boolean.TRUE.equals(trend.get("growing"))) {
      text =
          terminal.styled("red", "GROWS")
              + " by "
              + perSecond(trend)
              + " (confidence "
              + units.percent(number(trend, "confidence"))
              + ")";
      double exhausted = number(trend, "exhaustionSeconds");
      text += Double.isNaN(exhausted) ? "" : ", has taken all in " + elapsed(exhausted);
    } else {
      text = "does not grow";
    }
    line("trend of " + name + ": " + text);
  }

  private String perSecond(Map<String, Object> trend) {
    double value = number(trend, "perSecond");
    if ("By".equals(trend.get("unit"))) {
      return bytes(value) + "/s";
    }
    return units.number(value * 60) + " a minute";
  }

  /** One row for each cause, most time first. */
  private void printCollections(List<Map<String, Object>> collections) {
    if (collections.isEmpty()) {
      line("garbage collections: none since Gemba came");
      return;
    }
    Map<String, double[]> causes = new LinkedHashMap<>();
    for (Map<String, Object> collection : collections) {
      String name =
          collection.get("name")
              + ": "
              + collection.get("cause")
              + (Boolean.FALSE.equals(collection.get("pause")) ? " (no pause)" : "");
      double seconds = number(collection, SECONDS);
      double[] sums = causes.computeIfAbsent(name, unused -> new double[3]);
      sums[0]++;
      sums[1] = Math.max(sums[1], seconds);
      sums[2] += seconds;
    }
    TextTable table =
        new TextTable(
            terminal,
            NAME_WIDTH,
            "LAST " + Plural.of(collections.size(), "COLLECTION", "COLLECTIONS"),
            "COUNT",
            "LONGEST",
            "TOTAL");
    causes.entrySet().stream()
        .sorted((one, other) -> Double.compare(other.getValue()[2], one.getValue()[2]))
        .forEach(
            cause ->
                table.row(
                    cause.getKey(),
                    TextTable.Cell.of(units.count((long) cause.getValue()[0])),
                    TextTable.Cell.of(units.duration(cause.getValue()[1])),
                    TextTable.Cell.of(units.duration(cause.getValue()[2]))));
    table.print();
  }

  private void printPauses(Map<String, Object> pauses) {
    pauses.forEach(
        (kind, unused) ->
            line(
                "a pause of about "
                    + units.duration(pauseOf(pauses, kind))
                    + " is what --"
                    + kind
                    + " would take"));
  }

  /** Says what something will cost, before it is done. */
  void warn(Map<String, Object> heap, String kind, String what) {
    Map<String, Object> pauses = JvmCommand.objectAt(heap, "pauses");
    Map<String, Object> pause = JvmCommand.objectAt(pauses, kind);
    double most = number(pause, "mostSeconds");
    terminal
        .err()
        .println(
            what
                + " will stop process "
                + pid
                + " for about "
                + units.duration(pauseOf(pauses, kind))
                + (Double.isNaN(most) ? "" : ", and at most " + units.duration(most))
                + " ("
                + pause.get("reckoned")
                + ")");
    terminal.err().flush();
  }

  private static double pauseOf(Map<String, Object> pauses, String kind) {
    Map<String, Object> pause = JvmCommand.objectAt(pauses, kind);
    double most = number(pause, "mostSeconds");
    double seconds = number(pause, SECONDS);
    return Double.isNaN(most) ? seconds : Math.min(most, seconds);
  }

  /** Says what it did cost. */
  void tellPause(Map<String, Object> answer) {
    terminal.err().println("it was stopped for " + units.duration(number(answer, "pauseSeconds")));
    terminal.err().flush();
  }

  void printHistogram(Map<String, Object> answer) {
    line(
        units.count((long) number(answer, "instances"))
            + " live objects of "
            + Plural.of(answer.get("classes"), "class", "classes")
            + ", "
            + bytes(number(answer, "bytes")));
    TextTable table = new TextTable(terminal, NAME_WIDTH, "CLASS", "OBJECTS", "SIZE", "SHARE");
    for (Map<String, Object> row : objects(answer.get("histogram"))) {
      table.row(
          String.valueOf(row.get("class")),
          TextTable.Cell.of(units.count((long) number(row, "instances"))),
          size(row, "bytes"),
          TextTable.Cell.of(units.percent(number(row, "bytes") / number(answer, "bytes"))));
    }
    table.print();
  }

  void printDump(Map<String, Object> answer) {
    line("written to " + answer.get("file") + ", " + bytes(number(answer, "bytes")));
  }

  private TextTable.Cell size(Map<String, Object> object, String key) {
    return TextTable.Cell.of(bytes(number(object, key)));
  }

  /** In powers of 1024, as sizes of heaps are given. */
  private String bytes(double bytes) {
    if (Double.isNaN(bytes)) {
      return "-";
    }
    double size = bytes;
    int unit = 0;
    while (Math.abs(size) >= 1024 && unit < SIZES.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0
        ? String.format(Locale.ROOT, "%.0f B", size)
        : units.number(size) + " " + SIZES[unit];
  }

  private static String elapsed(double seconds) {
    return Elapsed.text(Duration.ofMillis((long) (seconds * 1000)));
  }

  private static double number(Map<String, Object> object, String key) {
    return JvmCommand.numberAt(object, key);
  }

  private static List<Map<String, Object>> objects(Object list) {
    List<Map<String, Object>> objects = new ArrayList<>();
    if (list instanceof List<?> all) {
      all.forEach(one -> objects.add(JvmCommand.objectAt(Map.of("it", one), "it")));
    }
    return objects;
  }

  private void line(String text) {
    terminal.out().println(text);
  }
}
