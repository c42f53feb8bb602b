package dev.gemba.cli;

import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "unpin",
    description = "Leaves the level of an operation to its config and the governor again.")
final class UnpinCommand extends JvmCommand {

  @Parameters(
      index = "1",
      paramLabel = "OPERATION",
      description = "'gemba overhead' lists those that are pinned")
  private String operation;

  UnpinCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws RemoteException, IOException {
    Map<String, Object> answer = ask("level", Map.of("operation", operation, "level", "config"));
    if (json) {
      printJson(answer);
    } else {
      terminal.out().println("unpinned " + operation);
    }
    return ExitCode.GOOD;
  }
}
