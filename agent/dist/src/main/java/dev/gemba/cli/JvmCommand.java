package dev.gemba.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.gemba.cli.remote.ControlClient;
import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands have in common that talk to the agent in another JVM. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the agent refused, or the config is broken",
      "2:wrong usage",
      "4:the JVM, or the agent in it, cannot be reached"
    })
abstract class JvmCommand implements Callable<Integer> {

  private static final JSON PRETTY =
      JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES);

  final Terminal terminal;

  @Parameters(paramLabel = "PID", description = "number of the process; 'gemba ps' lists them")
  long pid;

  @Option(names = "--json", description = "print JSON")
  boolean json;

  JvmCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Asks the agent, and shows its progress if that takes long. */
  final Map<String, Object> ask(String command, Map<String, String> values) throws RemoteException {
    return ask(command, values, (done, of) -> "retransforming classes: " + done + " of " + of);
  }

  /** How far something is, for people. */
  @FunctionalInterface
  interface ProgressText {
    String of(int done, int of);
  }

  final Map<String, Object> ask(String command, Map<String, String> values, ProgressText text)
      throws RemoteException {
    WaitingLine waiting = WaitingLine.of(terminal);
    try {
      return ControlClient.ask(pid, command, values, (done, of) -> waiting.on(text.of(done, of)));
    } finally {
      waiting.done();
    }
  }

  /**
   * Has samples taken, shows how far that is, and takes the recording.
   *
   * @param patience how long the agent may take for each of its answers
   * @return what there is to say about it, which the agent tells under the command's name
   */
  final Map<String, Object> fetch(
      String command, Map<String, String> values, Duration patience, Path file)
      throws RemoteException, IOException {
    WaitingLine waiting = WaitingLine.of(terminal);
    Map<String, Object> head = null;
    try (ControlClient client = ControlClient.send(pid, command, values);
        OutputStream out = Files.newOutputStream(file)) {
      for (Map<String, Object> answer = client.next(patience);
          answer != null;
          answer = client.next(patience)) {
        if (answer.get("part") instanceof String part) {
          out.write(Base64.getDecoder().decode(part));
        } else if (answer.get(command) != null) {
          head = objectAt(answer, command);
        } else {
          Map<String, Object> progress = objectAt(answer, "progress");
          waiting.on("samples: " + progress.get("done") + " of " + progress.get("of") + " s");
        }
      }
      if (head == null) {
        throw client.ended();
      }
      return head;
    } finally {
      waiting.done();
    }
  }

  /** The number at a key of an answer; NaN if there is none. */
  static double numberAt(Map<String, Object> answer, String key) {
    return answer.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  final void printJson(Object answer) throws IOException {
    printJson(terminal, answer);
  }

  static void printJson(Terminal terminal, Object answer) throws IOException {
    terminal.out().println(PRETTY.asString(answer));
  }

  /** The object at a key of an answer; empty if there is none. */
  static Map<String, Object> objectAt(Map<?, ?> answer, String key) {
    Map<String, Object> found = new LinkedHashMap<>();
    if (answer.get(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> found.put(String.valueOf(name), value));
    }
    return found;
  }
}
