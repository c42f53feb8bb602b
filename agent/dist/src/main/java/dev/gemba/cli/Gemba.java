package dev.gemba.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command tree. */
@Command(
    name = "gemba",
    synopsisHeading = "Usage: ",
    customSynopsis = "java -jar gemba.jar COMMAND [ARGUMENTS]",
    description = {
      "%nShows what named methods of a JVM do. To measure one, start it with",
      "  java -javaagent:gemba.jar=gemba.yaml ...",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = "%nCOMMAND --help says more about each.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class Gemba implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine commandLine = spec.commandLine();
    commandLine.usage(commandLine.getErr());
    return ExitCode.USAGE;
  }
}
