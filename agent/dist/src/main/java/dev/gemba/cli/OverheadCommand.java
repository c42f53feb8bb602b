package dev.gemba.cli;

import dev.gemba.agent.config.Quantities;
import dev.gemba.agent.govern.TruthCheck;
import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "overhead",
    description = {
      "Tells what the agent costs its JVM: the bookkeeping of calls, by prices that were measured in",
      "that JVM, the CPU of the agent's own threads, and the collection of their garbage, as a share",
      "of the process's CPU; and what the governor did to keep that under its budget.",
      "",
      "With --measure, finds it out by an experiment in that JVM, which takes so long. Half of the",
      "time calls are counted only: durations, spans and captured values of these are lost. The",
      "governor stands still meanwhile."
    },
    exitCodeList = {
      "0:done",
      "1:the agent refused",
      "2:wrong usage",
      "3:the experiment does not tell: too few calls, too little CPU, or too much else going on",
      "4:the JVM, or the agent in it, cannot be reached"
    })
final class OverheadCommand extends JvmCommand {

  @Option(
      names = "--measure",
      paramLabel = "DURATION",
      description = "how long an experiment, such as 60s; 10s to 1h")
  private String measure;

  OverheadCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws CommandFailure, RemoteException, IOException {
    if (measure != null) {
      return measure(lengthOf(measure));
    }
    Map<String, Object> overhead = ask("overhead", Map.of());
    if (json) {
      printJson(overhead);
    } else {
      new OverheadText(terminal).print(overhead);
    }
    return ExitCode.GOOD;
  }

  private static Duration lengthOf(String text) throws CommandFailure {
    Duration length = Quantities.duration(text);
    if (length == null
        || length.compareTo(TruthCheck.SHORTEST) < 0
        || length.compareTo(TruthCheck.LONGEST) > 0) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--measure: found '" + text + "', accepted is " + Quantities.DURATION + ", 10s to 1h");
    }
    return length;
  }

  private int measure(Duration length) throws RemoteException, IOException {
    Map<String, Object> truth =
        ask(
            "measure",
            Map.of("length", Long.toString(length.toMillis())),
            (done, of) -> "the experiment: " + done + " of " + of + " s");
    if (json) {
      printJson(truth);
    } else {
      new TruthText(terminal).print(truth);
    }
    return truth.get("inconclusive") == null ? ExitCode.GOOD : ExitCode.INCONCLUSIVE;
  }
}
