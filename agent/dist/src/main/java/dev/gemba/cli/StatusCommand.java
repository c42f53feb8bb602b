package dev.gemba.cli;

import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Tells how the agent in a JVM is doing.")
final class StatusCommand extends JvmCommand {

  StatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws RemoteException, IOException {
    Map<String, Object> status = ask("status", Map.of());
    if (json) {
      printJson(status);
    } else {
      new StatusText(terminal).print(status);
    }
    return ExitCode.GOOD;
  }
}
