package dev.gemba.cli;

import dev.gemba.cli.remote.RemoteException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The way into the command line. */
public final class Main {

  /** Commands of the contract whose features come later. */
  private static final List<String> LATER = List.of("record", "diff");

  private Main() {}

  /**
   * Runs one command to its end. Never ends the JVM.
   *
   * @param args the command and its arguments
   * @param out takes results
   * @param err takes errors and progress
   * @return the exit code: 0 good, 1 budget broken, regression or bad config, 2 usage, 3
   *     inconclusive, 4 cannot reach the JVM
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, Terminal.of(out, err), new AgentConfigCheck());
  }

  static int run(String[] args, Terminal terminal, ConfigCheck configCheck) {
    int exitCode = commandTree(terminal, configCheck).execute(args);
    terminal.out().flush();
    terminal.err().flush();
    return exitCode;
  }

  private static CommandLine commandTree(Terminal terminal, ConfigCheck configCheck) {
    CommandLine gemba = new CommandLine(new Gemba());
    gemba.addSubcommand("ps", new PsCommand(terminal));
    gemba.addSubcommand("attach", new AttachCommand(terminal));
    gemba.addSubcommand("detach", new DetachCommand(terminal));
    gemba.addSubcommand("status", new StatusCommand(terminal));
    gemba.addSubcommand("targets", new TargetsCommand(terminal));
    gemba.addSubcommand("top", new TopCommand(terminal));
    gemba.addSubcommand("reload", new ReloadCommand(terminal));
    gemba.addSubcommand("overhead", new OverheadCommand(terminal));
    gemba.addSubcommand("profile", new ProfileCommand(terminal));
    gemba.addSubcommand("heap", new HeapCommand(terminal));
    gemba.addSubcommand("pin", new PinCommand(terminal));
    gemba.addSubcommand("unpin", new UnpinCommand(terminal));
    gemba.addSubcommand("report", new ReportCommand(terminal));
    gemba.addSubcommand("check", new CheckCommand(terminal, configCheck));
    LATER.forEach(name -> gemba.addSubcommand(name, UnavailableCommand.commandLine()));
    gemba.addSubcommand(new CompletionCommand(terminal));
    return gemba
        // Help is plain ASCII, so the encoding of these two does not matter.
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.interactive() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((e, args) -> reportUsage(e, terminal))
        .setExecutionExceptionHandler((e, command, parsed) -> reportFailure(e, command, terminal));
  }

  private static int reportUsage(ParameterException e, Terminal terminal) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    terminal.err().println(name + ": " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    terminal.err().println("'" + name + " --help' says what is accepted.");
    return ExitCode.USAGE;
  }

  private static int reportFailure(Exception e, CommandLine command, Terminal terminal) {
    String name = command.getCommandSpec().qualifiedName();
    if (e instanceof CommandFailure failure) {
      terminal.err().println(name + ": " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof RemoteException failure) {
      terminal.err().println(name + ": " + failure.getMessage());
      return switch (failure.kind()) {
        case UNREACHABLE -> ExitCode.UNREACHABLE;
        case USAGE -> ExitCode.USAGE;
        case REFUSED -> ExitCode.BROKEN;
      };
    }
    terminal.err().println(name + ": failed, which is a defect of Gemba:");
    e.printStackTrace(terminal.err());
    return ExitCode.INCONCLUSIVE;
  }
}
