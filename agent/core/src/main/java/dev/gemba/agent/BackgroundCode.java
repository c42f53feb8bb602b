package dev.gemba.agent;

import dev.gemba.agent.capture.ModuleOpener;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Leaves the JVM's second compiler to the application. What Gemba's threads do once a second is
 * soon as hot by its loops as requests are, and would be compiled while these wait for it: with a
 * single CPU the kanban server spent 4.9 s more of its first 150 on that than without an agent. The
 * first compiler's code does for it. By a compiler directive that names classes of Gemba alone, for
 * HotSpot; other JVMs go without.
 *
 * <p>Not by the MBean of the same commands: the JVM's MBean server must not be there before the
 * application has configured it. For one thread.
 */
final class BackgroundCode {

  /**
   * With those that the JVM makes of their lambdas: classes whose work grows with neither calls nor
   * spans. Whatever application threads run, or work on single spans, is not among them: it would
   * be slower.
   */
  private static final List<String> CLASSES =
      List.of(
          "dev/gemba/agent/govern/*",
          "dev/gemba/agent/profile/*",
          "dev/gemba/agent/record/SeriesReading*",
          "dev/gemba/exporter/file/MetricsJson*",
          "dev/gemba/exporter/file/ProfilesJson*");

  private static final String COMMANDS = "com.sun.management.internal.DiagnosticCommandImpl";

  /** Loads the native library that the commands are in. */
  private static final String LIBRARY = "com.sun.management.internal.PlatformMBeanProviderImpl";

  private static final String ADD = "Compiler.directives_add ";
  private static final String REMOVE = "Compiler.directives_remove";
  private static final String PRINT = "Compiler.directives_print";
  private static final String MATCHING = " matching: ";

  private final ModuleOpener opener;

  BackgroundCode(ModuleOpener opener) {
    this.opener = opener;
  }

  /** From now on; without effect where there are no such directives. */
  void compileLittle() {
    try {
      if (!isNewestDirective()) {
        add();
      }
    } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError e) {
      // Then it is compiled as all code is, which costs a little and no more.
    }
  }

  /** As it was before; unless somebody has added directives meanwhile, which would go instead. */
  void compileAsUsual() {
    try {
      if (isNewestDirective()) {
        execute(REMOVE);
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // Nothing was added then.
    }
  }

  private void add() throws ReflectiveOperationException, IOException {
    Path file = Files.createTempFile("gemba-directives-", ".json");
    try {
      Files.writeString(file, directive());
      execute(ADD + '"' + file + '"');
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String directive() {
    String methods =
        CLASSES.stream().map(type -> '"' + type + ".*\"").collect(Collectors.joining(", "));
    return "[{ match: [" + methods + "], c2: { Exclude: true } }]\n";
  }

  private boolean isNewestDirective() throws ReflectiveOperationException {
    return execute(PRINT)
        .lines()
        .filter(line -> line.startsWith(MATCHING))
        .findFirst()
        .map(newest -> newest.contains(CLASSES.get(0)))
        .orElse(false);
  }

  private String execute(String command) throws ReflectiveOperationException {
    Class.forName(LIBRARY);
    Class<?> type = Class.forName(COMMANDS);
    Method get = type.getDeclaredMethod("getDiagnosticCommandMBean");
    opener.makeAccessible(get, type);
    Method execute = type.getDeclaredMethod("executeDiagnosticCommand", String.class);
    opener.makeAccessible(execute, type);
    return (String) execute.invoke(get.invoke(null), command);
  }
}
