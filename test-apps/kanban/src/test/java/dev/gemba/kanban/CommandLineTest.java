package dev.gemba.kanban;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir Path directory;
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "'', Usage: kanban",
    "dance, Unmatched argument",
    "serve --port 1, --data",
    "serve --port 70000 --data d, --port must be from 0 to 65535",
    "serve --port 1 --data d --threads 0, --threads must be from 1 to 1024",
    "generate --data d --tasks many, is not an int",
    "generate --data d --tasks 0, --tasks must be from 1 to 1000000",
    "load --url ftp://x --seconds 1 --threads 1, --url must look like http",
    "load --url http://127.0.0.1:1 --seconds 0 --threads 1, --seconds must be from 1",
    "load --url http://127.0.0.1:1 --requests 0 --threads 1, --requests must be from 1",
    "load --url http://127.0.0.1:1 --seconds 1 --requests 1 --threads 1, are mutually exclusive",
    "load --url http://127.0.0.1:1 --threads 1, Missing required argument",
    "load --url http://127.0.0.1:1 --seconds 1 --warm-up -1 --threads 1, --warm-up must be from 0"
  })
  void aWrongCommandLineExitsWith2AndSaysWhatIsAccepted(String line, String message) {
    int exitCode = run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains(message).contains("Usage: kanban");
  }

  @Test
  void theSameSeedFillsDirectoriesWithTheSameFiles() throws IOException {
    Path first = directory.resolve("a");
    Path second = directory.resolve("b");

    assertThat(run("generate", "--data", first.toString(), "--tasks", "30", "--seed", "3"))
        .isZero();
    assertThat(run("generate", "--data", second.toString(), "--tasks", "30", "--seed", "3"))
        .isZero();

    assertThat(texts(first)).hasSize(30 + 6 + 1).isEqualTo(texts(second));
  }

  @Test
  void generatesIntoNewDirectoriesOnly() {
    String data = directory.resolve("a").toString();
    run("generate", "--data", data, "--tasks", "1");

    assertThat(run("generate", "--data", data, "--tasks", "1")).isEqualTo(1);
    assertThat(err.toString()).contains("holds tasks or keys already");
  }

  @Test
  void generatedDataCanBeServed() {
    Path data = directory.resolve("a");
    run("generate", "--data", data.toString(), "--tasks", "40");

    try (TestServer server = TestServer.start(data)) {
      assertThat(server.get("/api/tasks").json().path("total").intValue()).isEqualTo(40);
      assertThat(server.get("/api/boards").json()).hasSize(6);
      assertThat(server.get("/api/teams").json()).hasSize(5);
      assertThat(server.get("/api/sprints/1").json().path("items")).isNotEmpty();
    }
  }

  private int run(String... arguments) {
    CommandLine commandLine = Kanban.commandLine();
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  /** Every text file by its name; the database is none. */
  private static Map<String, String> texts(Path root) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".db")) {
          texts.put(root.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return texts;
  }
}
