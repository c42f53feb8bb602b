package dev.gemba.cli;

import dev.gemba.cli.remote.Attacher;
import dev.gemba.cli.remote.ControlClient;
import dev.gemba.cli.remote.JvmProcess;
import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "ps",
    description = "Lists the JVMs of this machine that you may see, and which have Gemba in them.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class PsCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  PsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws RemoteException, IOException {
    List<Map<String, Object>> found = new ArrayList<>();
    for (long pid : Attacher.jvms()) {
      if (pid != ProcessHandle.current().pid()) {
        JvmProcess.of(pid).ifPresent(process -> found.add(describe(process)));
      }
    }
    if (json) {
      JvmCommand.printJson(terminal, Map.of("jvms", found));
    } else {
      print(found);
    }
    return ExitCode.GOOD;
  }

  private static Map<String, Object> describe(JvmProcess process) {
    Map<String, Object> jvm = new LinkedHashMap<>();
    jvm.put("pid", process.pid());
    jvm.put("user", process.user());
    jvm.put("java", process.java());
    jvm.put(
        "uptimeSeconds",
        process.started() == null
            ? null
            : Duration.between(process.started(), Instant.now()).toSeconds());
    jvm.put("gemba", version(process.pid()));
    jvm.put("main", process.main());
    return jvm;
  }

  /** Of the agent in there; null if there is none. */
  private static String version(long pid) {
    if (!ControlClient.isThere(pid)) {
      return null;
    }
    try {
      return String.valueOf(
          ControlClient.ask(pid, "status", Map.of(), (done, of) -> {}).get("version"));
    } catch (RemoteException leftBehind) {
      return null;
    }
  }

  private void print(List<Map<String, Object>> jvms) {
    String format = "%8s  %-12s %-12s %-12s %-7s %s%n";
    terminal.out().printf(format, "PID", "USER", "JDK", "UPTIME", "GEMBA", "MAIN");
    for (Map<String, Object> jvm : jvms) {
      terminal
          .out()
          .printf(
              format,
              jvm.get("pid"),
              orDash(jvm.get("user")),
              orDash(jvm.get("java")),
              jvm.get("uptimeSeconds") instanceof Number seconds
                  ? Elapsed.text(Duration.ofSeconds(seconds.longValue()))
                  : "-",
              orDash(jvm.get("gemba")),
              orDash(jvm.get("main")));
    }
  }

  private static Object orDash(Object value) {
    return value == null ? "-" : value;
  }
}
