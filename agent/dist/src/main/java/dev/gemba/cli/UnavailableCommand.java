package dev.gemba.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A command whose feature comes later: says so, and does nothing. */
@Command(
    description = "(not available in this version)",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class UnavailableCommand implements Callable<Integer> {

  /** Takes any arguments, so that the answer is about the command and not about one of them. */
  static CommandLine commandLine() {
    return new CommandLine(new UnavailableCommand()).setUnmatchedArgumentsAllowed(true);
  }

  @Override
  public Integer call() throws CommandFailure {
    throw new CommandFailure(ExitCode.USAGE, "not available in this version");
  }
}
