package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read plainly is what the library would have read, and nothing that it refuses. */
class PlainYamlTest {

  private static final Place ROOT = new Place("gemba.yaml", 0, "");

  @Example
  void anOrdinaryConfigIsPlain() {
    String config =
        """
        # What we watch.
        service: kanban
        overhead: 5%          # of the process's CPU
        sampling: { keep: 1%, per-second: 20, slow: p99 }

        targets:
          - methods: com.acme.board.BoardService.load*(..)
            operation: kanban.board.load
            attributes:
              board.id: arg0
            dimensions:
              tier: { of: return.size(), steps: [10, 50, 200], names: [small, "medium", 'large'] }
            budget: { p95: 2s, errors: 1% }
          - methods: "@com.acme.Hook *"
          - methods:
            - com.acme.plugin.Plugin+.on*(..)
            - com.acme.Type::method
        packs: []
        exporters:
          file:
            directory: /var/log/gemba
          prometheus: {}
          dashboard:
        """;
    assertThat(PlainYaml.read(config, ROOT)).isNotNull().isEqualTo(byLibrary(config));
  }

  @Property(tries = 20_000)
  void anyPiecesAreReadAsTheLibraryDoesOrLeftToIt(@ForAll("pieces") List<String> pieces) {
    check(String.join("", pieces));
  }

  @Property(tries = 5_000)
  void anyLinesAreReadAsTheLibraryDoesOrLeftToIt(@ForAll("lines") List<String> lines) {
    check("a: b\n" + String.join("\n", lines));
  }

  @Property(tries = 5_000)
  void theExampleWithAnyCutAndInsertion(
      @ForAll("places") int from, @ForAll("places") int length, @ForAll("piece") String piece)
      throws IOException {
    String text = example();
    int begin = from % text.length();
    int end = Math.min(text.length(), begin + length % 40);
    check(text.substring(0, begin) + piece + text.substring(end));
  }

  private static void check(String text) {
    Value plain = PlainYaml.read(text, ROOT);
    if (plain != null) {
      assertThat(plain).as(text).isEqualTo(byLibrary(text));
    }
  }

  /** Null if it has a problem with it. */
  private static Value byLibrary(String text) {
    Problems problems = new Problems();
    Value value = YamlTree.read(text, ROOT, true, problems);
    return problems.sorted("").isEmpty() ? value : null;
  }

  private String example() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("design-example.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).replace('\uFFFD', '?');
    }
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 5_000);
  }

  @Provide
  Arbitrary<String> piece() {
    return Arbitraries.of(
        "a",
        "b: ",
        "c:",
        "key: value",
        ": ",
        ":",
        "- ",
        "-",
        "\n",
        "\n",
        "\n  ",
        "\n  ",
        "\n    ",
        "\n  - ",
        "\n- ",
        " ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "{a: b}",
        "[a, b]",
        "[]",
        "{}",
        "&a ",
        "*a",
        "!t ",
        "'",
        "\"",
        "'it''s'",
        "\"q\"",
        "|",
        ">",
        "#",
        " # c",
        "? ",
        "---\n",
        "...",
        "<<: ",
        "null",
        "~",
        "1%",
        "@",
        "`",
        "%",
        "=",
        "\\",
        "\t",
        "a.b.C+.d*(..)",
        "http://x:1",
        "(",
        "$",
        "_",
        "-1",
        ".5");
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return piece().list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.of(
            "a:",
            "b:",
            "c: d",
            "  e: f",
            "  g:",
            "    h: i",
            "    j:",
            "- k",
            "  - l",
            "    - m",
            "- n: o",
            "  - p: q",
            "    - r: s",
            "- t:",
            "  - u:",
            "-   v: w",
            "    x: y",
            "- - z",
            "  [a]",
            "  {b: c}",
            "d: [e, {f: g}]",
            "  - [h]",
            "",
            "# c",
            "   ",
            "  more",
            "i: j k",
            "l: 'm'",
            "-",
            "  -",
            "n : o")
        .list()
        .ofMaxSize(8);
  }
}
