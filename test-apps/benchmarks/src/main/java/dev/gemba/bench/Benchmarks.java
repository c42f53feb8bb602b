package dev.gemba.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The command line. Exit codes: 0 good, 1 a benchmark or a check of it failed, 2 wrong command
 * line.
 */
public final class Benchmarks {

  private static final String USAGE =
      """
      Usage: test-apps/benchmarks/run BENCHMARK [OPTIONS]

      Benchmarks
        call-cost   what a watched call costs, beside the peers and beside timing it by hand
        startup     time, CPU and memory until hello world speaks and a web application answers
        accuracy    how near Gemba's counts, percentiles and sums are to the truth
        scale       how the cost grows with methods, operations, threads and live re-aims
        service     throughput, latency and CPU of two servers under load
        governor    whether 5 % are kept where that is hardest
        handoff     what it costs to carry a trace on to another thread
        profile     what sampling profilers cost a server under load, and each of their events
        sampling    the same of Gemba's events, switched on and off in one JVM
        cycle       the same of all of Gemba, in a server that is asked the same again and again
        tables      prints Markdown tables of all results that are there, or puts them in a file

      Options
        --rounds N      so many fresh JVMs of each kind
        --seconds N     so long each JVM measures; it warms up as long before
        --threads A,B   thread counts
        --only A,B      only these configurations, by their names
        --java HOME     the JDK that is measured; results are then called NAME-jdkVERSION
        --results DIR   where the JSON goes (default test-apps/benchmarks/target/results)
        --into FILE     tables: to its places there, lines <!-- table: RESULTS --> and <!-- /table -->
        --quick         each once and briefly; its figures mean nothing
      """;

  private Benchmarks() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    boolean help = Arrays.stream(arguments).anyMatch(List.of("-h", "--help")::contains);
    if (arguments.length == 0 || help) {
      System.out.print(USAGE);
      System.exit(arguments.length == 0 ? 2 : 0);
    }
    try {
      Arguments options = Arguments.parse(Arrays.asList(arguments).subList(1, arguments.length));
      run(arguments[0], options, new Place(Path.of(System.getProperty("gemba.root", "."))));
    } catch (UnverifiedException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.exit(1);
    } catch (UsageException e) {
      System.err.println("benchmarks: " + e.getMessage() + "\n" + USAGE);
      System.exit(2);
    }
  }

  private static void run(String name, Arguments options, Place place) throws Exception {
    switch (name) {
      case "call-cost" -> new CallCost(options, place).run();
      case "startup" -> new Startup(options, place).run();
      case "accuracy" -> new Accuracy(options, place).run();
      case "scale" -> new Scale(options, place).run();
      case "service" -> new Service(options, place).run();
      case "governor" -> new WorstCases(options, place).run();
      case "handoff" -> new Handoff(options, place).run();
      case "profile" -> new Profile(options, place).run();
      case "sampling" -> new SamplingPrice(options, place).run();
      case "cycle" -> new CyclePrice(options, place).run();
      case "tables" -> tables(options, options.results(place));
      default -> throw new UsageException("no benchmark is called '" + name + "'");
    }
  }

  private static void tables(Arguments options, Path results) throws Exception {
    if (options.into() == null) {
      MarkdownTables.print(results);
    } else {
      MarkdownTables.fill(options.into(), results);
    }
  }
}
