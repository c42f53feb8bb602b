package dev.gemba.cli;

import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "targets",
    description = {
      "Tells what is woven in a JVM, and why other methods are not.",
      "With a method or class, what the targets make of it: load, BoardService, BoardService.load,",
      "com.acme.board.BoardService.load(int)."
    })
final class TargetsCommand extends JvmCommand {

  private static final int FEW = 20;
  private static final int NAME_WIDTH = 76;

  @Parameters(
      paramLabel = "METHOD",
      index = "1",
      arity = "0..1",
      description = "a method or class that you miss")
  private String question;

  @Option(names = "--all", description = "show every woven method")
  private boolean all;

  TargetsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws RemoteException, IOException {
    Map<String, Object> answer =
        ask("targets", question == null ? Map.of() : Map.of("question", question));
    if (json) {
      printJson(answer);
    } else if (question == null) {
      printTargets(answer);
    } else {
      printAnswer(answer);
    }
    return ExitCode.GOOD;
  }

  private void printTargets(Map<String, Object> answer) {
    if (objects(answer.get("targets")).isEmpty()) {
      line("no targets: the config names no methods; 'gemba status " + pid + "' says which it is");
    }
    for (Map<String, Object> target : objects(answer.get("targets"))) {
      line(
          terminal.styled("bold", "target " + target.get("target"))
              + " ("
              + target.get("place")
              + "), "
              + target.get("capture")
              + ": "
              + texts(target.get("methods"))
              + (texts(target.get("exclude")).isEmpty()
                  ? ""
                  : ", without " + texts(target.get("exclude"))));
      List<Map<String, Object>> woven = objects(target.get("woven"));
      if (woven.isEmpty()) {
        line("  " + terminal.styled("red", "meets no method"));
      }
      strings(target.get("unmet")).forEach(why -> line("  " + why));
      printWoven(woven, target.get("wovenMethods"));
      new JitNotes(objectAt(answer, "jitLimits"), all).of(woven).forEach(note -> line("  " + note));
    }
    Map<String, Object> failed = objectAt(answer, "failed");
    if (!failed.isEmpty()) {
      line(terminal.styled("red", "left as they were:"));
      failed.forEach((name, why) -> line("  " + name + ": " + why));
    }
  }

  private void printWoven(List<Map<String, Object>> woven, Object total) {
    if (woven.isEmpty()) {
      return;
    }
    int shown = all ? woven.size() : Math.min(FEW, woven.size());
    TextTable table =
        new TextTable(
            terminal,
            all ? Integer.MAX_VALUE : NAME_WIDTH,
            "  METHOD",
            "LEVEL",
            "OPERATION",
            "CALLS");
    Units units = Units.of(terminal);
    for (Map<String, Object> method : woven.subList(0, shown)) {
      long calls = method.get("operationCalls") instanceof Number n ? n.longValue() : 0;
      table.row(
          "  " + method.get("method"),
          TextTable.Cell.of(
              method.get("level") + (Boolean.TRUE.equals(method.get("pinned")) ? " (pinned)" : "")),
          TextTable.Cell.of(String.valueOf(method.get("operation"))),
          TextTable.Cell.of(units.count(calls)));
    }
    table.print();
    for (Map<String, Object> method : woven.subList(0, shown)) {
      if (method.get("loaders") instanceof Number loaders && loaders.intValue() > 1) {
        line("  " + method.get("method") + ": in " + loaders + " class loaders");
      }
      if (method.get("trouble") != null) {
        line("  " + method.get("method") + ": " + method.get("trouble"));
      }
    }
    long more = (total instanceof Number n ? n.longValue() : woven.size()) - shown;
    if (more > 0) {
      line("  and " + more + " more" + (all ? "" : "; --all shows them"));
    }
  }

  private void printAnswer(Map<String, Object> answer) {
    if (answer.get("nothing") != null) {
      line(String.valueOf(answer.get("nothing")));
      return;
    }
    for (Map<String, Object> method : objects(answer.get("methods"))) {
      line(
          method.get("method")
              + ": "
              + (method.get("target") == null
                  ? method.get("reason")
                  : terminal.styled("green", "woven") + " by target " + method.get("target")));
    }
  }

  private static List<Map<String, Object>> objects(Object list) {
    return list instanceof List<?> all
        ? all.stream().map(one -> objectAt(Map.of("it", one), "it")).toList()
        : List.of();
  }

  private static List<String> strings(Object list) {
    return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
  }

  private static String texts(Object list) {
    return String.join(", ", strings(list));
  }

  private void line(String text) {
    terminal.out().println(text);
  }
}
