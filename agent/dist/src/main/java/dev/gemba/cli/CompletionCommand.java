package dev.gemba.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "generate-completion",
    description = {
      "Prints what makes bash and zsh complete gemba's commands and options.",
      "For the shell that is open now:  source <(gemba generate-completion)"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class CompletionCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandLine gemba = spec.root().commandLine();
    // Shells do not read a carriage return as white space, whatever system this runs on.
    String script = AutoComplete.bash(gemba.getCommandName(), gemba).replace("\r\n", "\n");
    terminal.out().print(script);
    return ExitCode.GOOD;
  }
}
