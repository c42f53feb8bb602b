package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Results as Markdown: the files' cells as they are, nothing computed anew. */
final class MarkdownTables {

  private static final String SUFFIX = ".json";

  /** What lies between these two lines is made from the results of that name. */
  private static final Pattern PLACE =
      Pattern.compile(
          "^(<!-- table: (\\S+) -->\\n)(.*?)(^<!-- /table -->)",
          Pattern.DOTALL | Pattern.MULTILINE);

  private MarkdownTables() {}

  /** All results that there are. */
  static void print(Path results) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(results)) {
      files = all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    for (Path file : files) {
      JsonNode result = new ObjectMapper().readTree(file.toFile());
      System.out.println("### " + title(result));
      System.out.println();
      System.out.println(markdown(result));
    }
  }

  /**
   * Puts results in their places in a document. A place stays as it is while there are none for it,
   * or those of a quick run.
   */
  static void fill(Path document, Path results) throws IOException {
    String text = Files.readString(document);
    Matcher places = PLACE.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (places.find()) {
      String content = content(places.group(2), results, places.group(3));
      places.appendReplacement(
          filled, Matcher.quoteReplacement(places.group(1) + content + places.group(4)));
    }
    places.appendTail(filled);
    Files.writeString(document, filled);
  }

  private static String content(String name, Path results, String asItIs) throws IOException {
    Path file = results.resolve(name + SUFFIX);
    if (!Files.exists(file)) {
      Progress.say("%s: left as it is, there are no results", name);
      return asItIs;
    }
    JsonNode result = new ObjectMapper().readTree(file.toFile());
    if (result.path("quick").asBoolean()) {
      Progress.say("%s: left as it is, a quick run's figures mean nothing", name);
      return asItIs;
    }
    Progress.say("%s: filled in", name);
    return "\n" + markdown(result) + "\n";
  }

  private static String markdown(JsonNode result) {
    StringBuilder text = new StringBuilder(provenance(result)).append('\n');
    for (JsonNode table : result.path("tables")) {
      text.append("\n**").append(table.path("title").asText()).append("**\n\n");
      List<String> columns = texts(table.path("columns"));
      line(text, columns);
      line(text, columns.stream().map(column -> "---").toList());
      table.path("rows").forEach(row -> line(text, texts(row.path("cells"))));
    }
    return text.toString();
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
        + machine.path("memory").asText()
        + ", "
        + machine.path("os").asText()
        + "; JDK "
        + result.path("jdk").asText()
        + "; "
        + versions(result.path("versions"))
        + "; commit "
        + commit.substring(0, Math.min(10, commit.length()))
        + (result.path("uncommittedChanges").asBoolean() ? " with uncommitted changes" : "")
        + "; "
        + result.path("date").asText()
        + "; n = "
        + result.path("rounds").asText()
        + " rounds in "
        + result.path("tookMinutes").asText()
        + " minutes; load average "
        + result.path("loadAverageBefore").asText()
        + " before and "
        + result.path("loadAverageAfter").asText()
        + " after. Median (min … max)."
        + leftOut(result.path("leftOut"));
  }

  private static String versions(JsonNode versions) {
    List<String> texts = new ArrayList<>();
    versions.properties().forEach(e -> texts.add(e.getKey() + " " + e.getValue().asText()));
    return String.join(", ", texts);
  }

  private static String leftOut(JsonNode leftOut) {
    List<String> texts = new ArrayList<>();
    leftOut.properties().forEach(e -> texts.add(e.getKey() + " (" + e.getValue().asText() + ")"));
    return texts.isEmpty() ? "" : " Left out: " + String.join("; ", texts) + ".";
  }

  private static List<String> texts(JsonNode nodes) {
    List<String> texts = new ArrayList<>();
    nodes.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ")
        .append(String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList()))
        .append(" |\n");
  }
}
