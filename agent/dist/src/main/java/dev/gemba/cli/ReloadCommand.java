package dev.gemba.cli;

import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "reload",
    description = {
      "Has the agent in a JVM read its config again, or another one.",
      "The file is watched anyway: this waits until the change is through, and says what came of it."
    })
final class ReloadCommand extends JvmCommand {

  @Option(names = "--config", paramLabel = "FILE", description = "another config from now on")
  private Path config;

  ReloadCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws CommandFailure, RemoteException, IOException {
    Map<String, String> values =
        config == null ? Map.of() : Map.of("config", AttachCommand.readable(config).toString());
    Map<String, Object> answer = ask("reload", values);
    Map<String, Object> reloaded = objectAt(answer, "reloaded");
    boolean applied = Boolean.TRUE.equals(reloaded.get("applied"));
    if (json) {
      printJson(answer);
    } else {
      String origin = String.valueOf(reloaded.get("origin"));
      terminal
          .out()
          .println(
              applied
                  ? "watches "
                      + Plural.of(reloaded.get("targets"), "target", "targets")
                      + " of "
                      + origin
                  : "changed nothing, as the config is broken:");
      if (reloaded.get("problems") instanceof List<?> problems) {
        problems.forEach(problem -> terminal.out().println("  " + problem));
      }
    }
    return applied ? ExitCode.GOOD : ExitCode.BROKEN;
  }
}
