package dev.gemba.cli;

import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "detach",
    description =
        "Takes Gemba out of a JVM: classes go back to their own bytes, threads end, files are"
            + " flushed.")
final class DetachCommand extends JvmCommand {

  DetachCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws RemoteException, IOException {
    Map<String, Object> answer = ask("detach", Map.of());
    Map<String, Object> detached = objectAt(answer, "detached");
    if (json) {
      printJson(answer);
    } else {
      terminal
          .out()
          .println(
              "detached from "
                  + pid
                  + ": "
                  + Plural.of(
                      detached.get("classes"), "class is as it was", "classes are as they were"));
    }
    List<?> left = detached.get("left") instanceof List<?> list ? list : List.of();
    if (!json && !left.isEmpty()) {
      terminal.out().println("not given back, though they record nothing any more:");
      left.forEach(name -> terminal.out().println("  " + name));
    }
    return left.isEmpty() ? ExitCode.GOOD : ExitCode.BROKEN;
  }
}
