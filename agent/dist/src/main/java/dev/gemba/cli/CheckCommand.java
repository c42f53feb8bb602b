package dev.gemba.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "Says everything that the agent would find wrong with a config file.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the agent would accept the whole file",
      "1:the agent would leave something out",
      "2:the file cannot be read"
    })
final class CheckCommand implements Callable<Integer> {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Terminal terminal;
  private final ConfigCheck check;

  @Parameters(paramLabel = "FILE", description = "a config file, such as gemba.yaml")
  private Path file;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  CheckCommand(Terminal terminal, ConfigCheck check) {
    this.terminal = terminal;
    this.check = check;
  }

  @Override
  public Integer call() throws CommandFailure, IOException {
    requireReadable();
    List<ConfigCheck.Problem> problems = check.problems(file);
    if (json) {
      terminal.out().println(toJson(problems));
    } else if (problems.isEmpty()) {
      terminal.out().println(file + ": no problems");
    } else {
      problems.forEach(this::print);
    }
    boolean broken = problems.stream().anyMatch(ConfigCheck.Problem::error);
    return broken ? ExitCode.BROKEN : ExitCode.GOOD;
  }

  private void requireReadable() throws CommandFailure {
    String found =
        !Files.exists(file)
            ? "found no such file"
            : Files.isDirectory(file)
                ? "found a directory"
                : Files.isReadable(file) ? null : "found a file that may not be read";
    if (found != null) {
      throw new CommandFailure(
          ExitCode.USAGE, file + ": " + found + "; accepted is a config file in YAML");
    }
  }

  private void print(ConfigCheck.Problem problem) {
    String severity =
        problem.error() ? terminal.styled("red", "error") : terminal.styled("yellow", "notice");
    terminal.out().println(severity + ": " + problem.message());
  }

  private String toJson(List<ConfigCheck.Problem> problems) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      generator.writeStartObject();
      generator.writeStringField("file", file.toString());
      generator.writeArrayFieldStart("problems");
      for (ConfigCheck.Problem problem : problems) {
        generator.writeStartObject();
        generator.writeStringField("severity", problem.error() ? "error" : "notice");
        generator.writeNumberField("line", problem.line());
        generator.writeStringField("key", problem.key());
        generator.writeStringField("message", problem.message());
        generator.writeEndObject();
      }
      generator.writeEndArray();
      generator.writeEndObject();
    }
    return text.toString();
  }
}
