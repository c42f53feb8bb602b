package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prints results as Markdown: the files' cells as they are, nothing computed anew. */
final class MarkdownTables {

  private MarkdownTables() {}

  static void print(Path results) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(results)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    for (Path file : files) {
      print(new ObjectMapper().readTree(file.toFile()));
    }
  }

  private static void print(JsonNode result) {
    System.out.println("### " + title(result));
    System.out.println();
    System.out.println(provenance(result));
    for (JsonNode table : result.path("tables")) {
      System.out.println();
      System.out.println("**" + table.path("title").asText() + "**");
      System.out.println();
      List<String> columns = texts(table.path("columns"));
      line(columns);
      line(columns.stream().map(column -> "---").toList());
      table.path("rows").forEach(row -> line(texts(row.path("cells"))));
    }
    System.out.println();
  }

  private static String title(JsonNode result) {
    String jdk = result.path("jdk").asText();
    int feature = jdk.indexOf('.');
    return result.path("benchmark").asText()
        + ", JDK "
        + (feature > 0 ? jdk.substring(0, feature) : jdk);
  }

  private static String provenance(JsonNode result) {
    JsonNode machine = result.path("machine");
    String commit = result.path("commit").asText();
    return (result.path("quick").asBoolean() ? "**A quick run: these figures mean nothing.** " : "")
        + machine.path("cores").asText()
        + " cores, "
        + machine.path("cpu").asText()
        + ", "
        + machine.path("os").asText()
        + "; JDK "
        + result.path("jdk").asText()
        + "; commit "
        + commit.substring(0, Math.min(10, commit.length()))
        + (result.path("uncommittedChanges").asBoolean() ? " with uncommitted changes" : "")
        + "; "
        + result.path("date").asText()
        + "; "
        + result.path("rounds").asText()
        + " rounds; load average "
        + result.path("loadAverageBefore").asText()
        + " before and "
        + result.path("loadAverageAfter").asText()
        + " after. Median (min … max).";
  }

  private static List<String> texts(JsonNode nodes) {
    List<String> texts = new ArrayList<>();
    nodes.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static void line(List<String> cells) {
    System.out.println("| " + String.join(" | ", cells) + " |");
  }
}
