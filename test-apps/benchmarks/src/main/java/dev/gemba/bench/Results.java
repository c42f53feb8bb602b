package dev.gemba.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a benchmark found, with all that one must know to repeat it: printed as tables, and written
 * as {@code NAME.json} after each round, so that a long run that is cut short has what it measured.
 */
final class Results {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final long start = System.nanoTime();
  private final Path file;
  private final boolean quick;
  private final Map<String, Object> head = new LinkedHashMap<>();
  private final List<Table> tables = new ArrayList<>();

  Results(String benchmark, Arguments arguments, Place place, Jdk jdk)
      throws IOException, InterruptedException {
    String suffix = arguments.jdkIsNamed() ? "-jdk" + jdk.feature() : "";
    file = arguments.results(place).resolve(benchmark + suffix + ".json");
    head.put("benchmark", benchmark);
    quick = arguments.quick();
    head.put("quick", quick);
    head.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    head.put("commit", git(place, "rev-parse", "HEAD"));
    head.put("uncommittedChanges", !git(place, "status", "--porcelain").isEmpty());
    head.put("machine", machine());
    head.put("loadAverageBefore", loadAverage());
    head.put("jdk", jdk.description());
    head.put("versions", versions());
  }

  /** How it was measured, such as the number of rounds. */
  Results option(String name, Object value) {
    head.put(name, value);
    return this;
  }

  Results table(Table table) {
    tables.add(table);
    return this;
  }

  /** Forgets the tables, so that newer ones can take their places. */
  Results clear() {
    tables.clear();
    return this;
  }

  void write() throws IOException {
    Map<String, Object> all = new LinkedHashMap<>(head);
    all.put("tookMinutes", Spread.rounded((System.nanoTime() - start) / 60e9));
    all.put("loadAverageAfter", loadAverage());
    all.put("tables", tables.stream().map(Table::json).toList());
    Files.createDirectories(file.getParent());
    JSON.writeValue(file.toFile(), all);
  }

  /**
   * Prints the tables.
   *
   * @throws UnverifiedException afterwards, if a row did not pass its check; not of a quick run,
   *     which is too short for most of them
   */
  void print() {
    for (Table table : tables) {
      System.out.println();
      System.out.print(table.text());
    }
    System.out.println();
    System.out.println("JSON: " + file);
    long unverified = tables.stream().mapToLong(Table::unverified).sum();
    if (unverified > 0 && !quick) {
      throw new UnverifiedException(unverified + " rows did not pass their check");
    }
  }

  private static Map<String, Object> machine() throws IOException {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("cpu", procValue("/proc/cpuinfo", "model name", System.getProperty("os.arch")));
    machine.put("memory", procValue("/proc/meminfo", "MemTotal", "unknown"));
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    return machine;
  }

  /** Of the last minute, so that one sees whether others were at work on the machine. */
  private static double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String procValue(String file, String key, String otherwise) throws IOException {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      return otherwise;
    }
    return Files.readAllLines(path).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }

  private static Map<String, String> versions() throws IOException {
    Properties properties = new Properties();
    try (var in = Results.class.getResourceAsStream("versions.properties")) {
      properties.load(in);
    }
    Map<String, String> versions = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> versions.put(n, properties.getProperty(n)));
    return versions;
  }

  private static String git(Place place, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", place.root().toString()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? out.strip() : "unknown";
  }
}
