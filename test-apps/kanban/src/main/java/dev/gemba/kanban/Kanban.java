package dev.gemba.kanban;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code serve}, {@code generate} or {@code load}. */
@Command(
    name = "kanban",
    description = "A small kanban server, data to fill it and load to drive it.",
    mixinStandardHelpOptions = true,
    subcommands = {ServeCommand.class, GenerateCommand.class, LoadCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Kanban {
  /** Exits with 0 if all went well, 1 if it did not, 2 if the command line is wrong. */
  public static void main(String[] args) {
    int exitCode = commandLine().execute(args);
    // A server runs on: its own threads keep the process alive.
    if (exitCode != ServeCommand.RUNS_ON) {
      System.exit(exitCode);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Kanban())
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              commandLine.getErr().println("kanban: " + exception.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }
}
