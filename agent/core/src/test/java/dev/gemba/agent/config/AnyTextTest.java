package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the sources hold, a load returns, and tells what is wrong on one line each. */
class AnyTextTest {

  @Property
  void anyBytes(@ForAll byte[] bytes) {
    if (bytes.length > 0) {
      check(Given.nothing().file("gemba.yaml", bytes));
    }
  }

  @Property
  void anyText(@ForAll String text) {
    check(Given.yaml(text + " "));
  }

  @Property
  void anyPiecesOfYaml(@ForAll("pieces") List<String> pieces) {
    check(Given.yaml(String.join("", pieces) + " "));
  }

  @Property
  void theExampleWithAnyCutAndInsertion(
      @ForAll("places") int from, @ForAll("places") int length, @ForAll("piece") String piece)
      throws IOException {
    String text;
    try (InputStream in = getClass().getResourceAsStream("design-example.yaml")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int begin = from % text.length();
    int end = Math.min(text.length(), begin + length % 40);
    check(Given.yaml(text.substring(0, begin) + piece + text.substring(end)));
  }

  @Property
  void anyOverride(@ForAll("path") String path, @ForAll("piece") String piece) {
    check(
        Given.yaml("targets: [{methods: a.B.c(..)}]\nexporters: {file: }\n")
            .property("gemba." + path, piece));
    String variable = path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    check(Given.nothing().variable("GEMBA_" + variable, piece));
  }

  @Property
  void anyOpenTelemetrySetting(@ForAll String text) {
    check(
        Given.nothing()
            .variable("OTEL_SERVICE_NAME", text)
            .variable("OTEL_RESOURCE_ATTRIBUTES", text)
            .variable("OTEL_INSTRUMENTATION_METHODS_INCLUDE", text));
  }

  private static void check(Given given) {
    LoadedConfig loaded = given.load();
    assertThat(loaded.config()).isNotNull();
    for (Problem problem : loaded.problems()) {
      assertThat(problem.toString()).isNotBlank().doesNotContain("\n").doesNotContain("\r");
    }
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 5_000);
  }

  @Provide
  Arbitrary<String> path() {
    Arbitrary<String> name =
        Arbitraries.of(
            "targets",
            "[0]",
            ".0",
            "[99999999999]",
            "exporters",
            "file",
            "otlp",
            "headers",
            "x",
            "sampling",
            "keep",
            "per-second",
            "attributes",
            "dimensions",
            "a.b",
            "",
            "]",
            "[",
            "dashboard",
            "budget",
            "p95",
            "packs",
            "profile",
            "cpu",
            "methods",
            "enabled");
    return Combinators.combine(name.list().ofMaxSize(5), Arbitraries.of(".", ""))
        .as((names, joint) -> String.join(joint, names));
  }

  @Provide
  Arbitrary<String> piece() {
    return Arbitraries.of(
        "service",
        "enabled",
        "targets",
        "methods",
        "exporters",
        "file",
        "sampling",
        "budget",
        "dimensions",
        "of",
        "steps",
        "names",
        "attributes",
        ": ",
        ":",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&a ",
        "*a",
        "!t ",
        "!!int ",
        "'",
        "\"",
        "|",
        ">",
        "#",
        "? ",
        "---\n",
        "%YAML 1.1\n",
        "<<: ",
        "null",
        "~",
        "off",
        "1%",
        "2s",
        "{class}",
        "\t",
        "\uD800",
        "\u0000",
        "@",
        "`",
        "arg0",
        "[[",
        "{a: b}",
        "[{}]");
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return piece().list().ofMaxSize(30);
  }
}
