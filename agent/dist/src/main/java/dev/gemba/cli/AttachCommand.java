package dev.gemba.cli;

import dev.gemba.cli.remote.Attacher;
import dev.gemba.cli.remote.JvmProcess;
import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "attach",
    description = {
      "Brings Gemba into a running JVM, or gives the Gemba in there another config.",
      "JDK 21 and newer print a warning on that JVM's standard error whenever an agent is loaded",
      "like this; -XX:+EnableDynamicAgentLoading at its start keeps it away (JEP 451)."
    })
final class AttachCommand extends JvmCommand {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the config; without it, what the agent finds by itself over there")
  private Path config;

  AttachCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws CommandFailure, RemoteException, IOException {
    Path file = config == null ? null : readable(config);
    WaitingLine waiting = WaitingLine.of(terminal);
    long start = System.nanoTime();
    Attacher.Attached attached;
    try {
      attached = Attacher.attach(pid, ownJar(), file, waiting::on);
    } finally {
      waiting.done();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (json) {
      printJson(attached.status());
    } else {
      print(attached, seconds);
    }
    return isRejected(attached) || isOff(attached) ? ExitCode.BROKEN : ExitCode.GOOD;
  }

  static Path readable(Path file) throws CommandFailure {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          file
              + ": found "
              + (Files.exists(file) ? "no file that can be read" : "no such file")
              + "; accepted is a config file in YAML");
    }
    return file.toAbsolutePath().normalize();
  }

  /** The agent is there, and its config says that it is to do nothing. */
  private static boolean isOff(Attacher.Attached attached) {
    return Boolean.FALSE.equals(objectAt(attached.status(), "config").get("enabled"));
  }

  private static boolean isRejected(Attacher.Attached attached) {
    return attached.again()
        && !objectAt(objectAt(attached.status(), "config"), "rejected").isEmpty();
  }

  private void print(Attacher.Attached attached, double seconds) {
    if (isOff(attached)) {
      terminal
          .out()
          .println(
              "does nothing in "
                  + pid
                  + ", as its config switches it off (enabled: false): "
                  + objectAt(attached.status(), "config").get("origin"));
      return;
    }
    Map<String, Object> weaving = objectAt(attached.status(), "weaving");
    Optional<JvmProcess> process = JvmProcess.of(pid);
    String name = process.map(JvmProcess::main).orElse(null);
    String java = process.map(JvmProcess::java).orElse(null);
    String verb =
        isRejected(attached)
            ? "kept its config, as the other is broken:"
            : attached.again() ? "re-configured" : "attached to";
    terminal
        .out()
        .println(
            verb
                + " "
                + pid
                + (name == null ? "" : " (" + name + ")")
                + (java == null ? "" : ", JDK " + java)
                + ": "
                + Plural.of(weaving.get("targets"), "target", "targets")
                + ", "
                + Plural.of(weaving.get("classes"), "class", "classes")
                + " with "
                + Plural.of(weaving.get("methods"), "method", "methods")
                + " woven in "
                + Units.of(terminal).duration(seconds));
    StatusText text = new StatusText(terminal);
    text.printConfigProblems(attached.status());
    text.printExporters(attached.status());
  }

  /** The jar that this command line was started from. */
  private static Path ownJar() throws CommandFailure {
    List<String> found =
        List.of(System.getProperty("java.class.path", "").split(java.io.File.pathSeparator));
    try {
      Path jar =
          Path.of(
              URI.create(
                  AttachCommand.class
                      .getProtectionDomain()
                      .getCodeSource()
                      .getLocation()
                      .toString()));
      if (Files.isRegularFile(jar)) {
        return jar.toAbsolutePath();
      }
    } catch (IllegalArgumentException notAFile) {
      // Told below.
    }
    throw new CommandFailure(
        ExitCode.USAGE, "found no gemba.jar, started from " + found + "; run it with java -jar");
  }
}
