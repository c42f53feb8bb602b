package dev.gemba.cli;

import dev.gemba.cli.heap.LeakRanking;
import dev.gemba.cli.heap.LeakSamples;
import dev.gemba.cli.remote.ControlClient;
import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "heap",
    description = {
      "Tells what a JVM has in memory, whether that grows and when it will have taken all, and"
          + " what",
      "garbage collections took of late.",
      "",
      "On request, and at the price of a pause that is said before: a histogram of the classes of"
          + " all",
      "live objects, a heap dump, or what holds the objects that leak. To look for leaks without"
          + " that",
      "takes no pause: JDK Flight Recorder samples what is allocated, and tells after a while what"
          + " of",
      "it is still alive, where it was allocated and how evenly over the time."
    },
    exitCodeList = {
      "0:done",
      "1:the agent refused, or there is a file of that name",
      "2:wrong usage",
      "4:the JVM, or the agent in it, cannot be reached"
    })
final class HeapCommand extends JvmCommand {

  private static final long MOST_SECONDS = 3_600;
  private static final int MOST_CLASSES = 100_000;

  /** A large heap takes minutes to be looked through. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** One look at a time. */
  private static final class Look {
    @Option(names = "--histogram", description = "count live objects by class; the JVM pauses")
    private boolean histogram;

    @Option(
        names = "--dump",
        paramLabel = "FILE",
        description = "write live objects to a new .hprof file; the JVM pauses")
    private Path dump;

    @Option(names = "--leaks", description = "sample what is allocated and stays")
    private boolean leaks;
  }

  @ArgGroup(multiplicity = "0..1")
  private Look look = new Look();

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many classes, or places that leak (default: 20)")
  private int top;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "of --leaks: for how long (default: 60; 1 to 3600)")
  private long seconds;

  @Option(
      names = "--paths",
      description = "of --leaks: also what holds the objects; the JVM pauses in the end")
  private boolean paths;

  HeapCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws CommandFailure, RemoteException, IOException {
    check("--top", top, MOST_CLASSES);
    check("--seconds", seconds, MOST_SECONDS);
    if (paths && !look.leaks) {
      throw new CommandFailure(ExitCode.USAGE, "--paths: goes with --leaks");
    }
    HeapText text = new HeapText(terminal, pid);
    if (look.histogram) {
      histogram(text);
    } else if (look.dump != null) {
      dump(text, look.dump.toAbsolutePath().normalize());
    } else if (look.leaks) {
      leaks(text);
    } else {
      show(ask("heap", Map.of()), text::print);
    }
    return ExitCode.GOOD;
  }

  private static void check(String option, long found, long most) throws CommandFailure {
    if (found < 1 || found > most) {
      throw new CommandFailure(
          ExitCode.USAGE, option + ": found '" + found + "', accepted is 1 to " + most);
    }
  }

  /** Shows an answer to people. */
  private interface Shown {
    void show(Map<String, Object> answer);
  }

  private void show(Map<String, Object> answer, Shown shown) throws IOException {
    if (json) {
      printJson(answer);
    } else {
      shown.show(answer);
    }
  }

  private void histogram(HeapText text) throws RemoteException, IOException {
    text.warn(ask("heap", Map.of()), "histogram", "a class histogram");
    Map<String, Object> answer = look("histogram", Map.of("top", Integer.toString(top)));
    text.tellPause(answer);
    show(answer, text::printHistogram);
  }

  private void dump(HeapText text, Path file) throws CommandFailure, RemoteException, IOException {
    if (!file.toString().endsWith(".hprof")) {
      throw new CommandFailure(
          ExitCode.USAGE, "--dump: found '" + file + "', accepted is a name that ends in .hprof");
    }
    if (Files.exists(file)) {
      throw new CommandFailure(ExitCode.BROKEN, file + " is there already, and is not overwritten");
    }
    text.warn(ask("heap", Map.of()), "dump", "a heap dump");
    Map<String, Object> answer = look("dump", Map.of("file", file.toString()));
    text.tellPause(answer);
    show(answer, text::printDump);
  }

  /** Has something done for which the JVM stands still, and so tells nothing meanwhile. */
  private Map<String, Object> look(String command, Map<String, String> values)
      throws RemoteException {
    try (ControlClient client = ControlClient.send(pid, command, values)) {
      Map<String, Object> answer = client.next(PATIENCE);
      if (answer == null) {
        throw client.ended();
      }
      return answer;
    }
  }

  private void leaks(HeapText text) throws CommandFailure, RemoteException, IOException {
    if (paths) {
      text.warn(ask("heap", Map.of()), "paths", "the search for what holds them, in the end,");
    }
    Path file = Files.createTempFile("gemba-leaks-", ".jfr");
    try {
      Map<String, Object> head = fetch("leaks", leaksRequest(), PATIENCE, file);
      Instant start = Instant.parse(String.valueOf(head.get("start")));
      LeakRanking ranking =
          LeakRanking.of(
              LeakSamples.in(file),
              start.getEpochSecond() * 1_000_000_000 + start.getNano(),
              operations(head));
      if (paths) {
        text.tellPause(head);
      }
      head.remove("operations");
      LeakText leaks = new LeakText(terminal, pid, head, ranking, top);
      if (json) {
        printJson(leaks.json());
      } else {
        leaks.print();
      }
    } catch (LinkageError e) {
      throw new CommandFailure(
          ExitCode.BROKEN, "this command needs a Java with the module jdk.jfr: " + e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Map<String, String> leaksRequest() {
    return Map.of(
        "length", Long.toString(Duration.ofSeconds(seconds).toMillis()),
        "paths", Boolean.toString(paths));
  }

  private static Map<String, String> operations(Map<String, Object> head) {
    Map<String, String> operations = new LinkedHashMap<>();
    objectAt(head, "operations")
        .forEach((method, operation) -> operations.put(method, String.valueOf(operation)));
    return operations;
  }
}
