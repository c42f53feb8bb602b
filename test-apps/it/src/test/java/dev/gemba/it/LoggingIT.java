package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.it.diary.Diary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log event tells of the span that it was written in, whoever writes it down, and when. */
class LoggingIT {

  private static final int DAYS = 200;

  private static final String LOGBACK =
      """
      <configuration>
        <appender name="now" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>logback now: %msg = %X{trace_id}/%X{span_id}/%X{trace_flags}/%X{user}%n</pattern></encoder>
        </appender>
        <appender name="written" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>logback later: %msg = %X{trace_id}/%X{span_id}/%X{trace_flags}/%X{user}%n</pattern></encoder>
        </appender>
        <appender name="later" class="ch.qos.logback.classic.AsyncAppender">
          <queueSize>2000</queueSize>
          <discardingThreshold>0</discardingThreshold>
          <appender-ref ref="written"/>
        </appender>
        <root level="info"><appender-ref ref="now"/><appender-ref ref="later"/></root>
      </configuration>
      """;

  private static final String LOG4J =
      """
      <Configuration>
        <Appenders>
          <Console name="now">
            <PatternLayout pattern="log4j now: %msg = %X{trace_id}/%X{span_id}/%X{trace_flags}/%X{user}%n"/>
          </Console>
          <Console name="written">
            <PatternLayout pattern="log4j later: %msg = %X{trace_id}/%X{span_id}/%X{trace_flags}/%X{user}%n"/>
          </Console>
          <Async name="later" bufferSize="2000"><AppenderRef ref="written"/></Async>
        </Appenders>
        <Loggers>
          <Root level="info"><AppenderRef ref="now"/><AppenderRef ref="later"/></Root>
        </Loggers>
      </Configuration>
      """;

  @TempDir private Path directory;

  @OnEveryJdk
  void eventsTellOfTheSpanThatTheyWereWrittenIn(Jdk jdk) throws Exception {
    check(
        jdk,
        "[logging, logging-jul]",
        List.of("slf4j-api.jar", "logback-classic.jar", "logback-core.jar"),
        List.of("log4j-api.jar", "log4j-core.jar"));
  }

  @Test
  void eventsOfOldLibrariesDoSoToo() throws Exception {
    check(
        Jdks.found().get(0),
        "[logging]",
        List.of("slf4j-api-oldest.jar", "logback-classic-oldest.jar", "logback-core-oldest.jar"),
        List.of("log4j-api-oldest.jar", "log4j-core-oldest.jar"),
        "-Dlog4j2.garbagefree.threadContextMap=true");
  }

  private void check(
      Jdk jdk, String packs, List<String> logback, List<String> log4j, String... options)
      throws Exception {
    Path output = directory.resolve("gemba");
    String config =
        "service: diary\n"
            + "overhead: off\n"
            + "packs: "
            + packs
            + "\n"
            + "sampling: { keep: 100% }\n"
            + "targets:\n"
            + "  - methods: [dev.gemba.it.diary.Diary.day(..),"
            + " dev.gemba.it.diary.Diary.evening(..)]\n"
            + "    capture: span\n"
            + "    attributes: { number: arg0 }\n"
            + "exporters:\n"
            + ConfigText.file(output);
    Path logbackXml = Files.writeString(directory.resolve("logback-of-diary.xml"), LOGBACK);
    Path log4jXml = Files.writeString(directory.resolve("log4j-of-diary.xml"), LOG4J);
    List<Path> classPath = new ArrayList<>(List.of(ForkedJvm.placeOf(Diary.class)));
    logback.forEach(jar -> classPath.add(Jars.thirdParty(jar)));
    log4j.forEach(jar -> classPath.add(Jars.thirdParty(jar)));
    Ended ended =
        ForkedJvm.on(jdk)
            .main(classPath, Diary.class.getName(), "" + DAYS)
            .options(
                "-Xverify:all",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.SimpleFormatter.format=jul: %5$s%n",
                "-Dlogback.configurationFile=" + logbackXml,
                "-Dlog4j.configurationFile=" + log4jXml)
            .options(options)
            .gemba(directory, config)
            .run()
            .exitedWith(0);
    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(exported.dropped("capture-failure")).as("%s", ended).isZero();

    Map<String, String> expected = new TreeMap<>(Map.of("before", "///", "after", "///ann"));
    for (JsonNode span : exported.spans()) {
      String name = span.path("name").asText().replace("Diary.", "");
      String number = number(span);
      String ids = span.path("traceId").asText() + "/" + span.path("spanId").asText();
      expected.put(name + " " + number, ids + "/01/ann");
    }
    assertThat(expected).hasSize(2 + 2 * DAYS);
    for (String writer : List.of("logback now", "logback later", "log4j now", "log4j later")) {
      assertThat(written(ended.stdout(), writer)).as(writer).isEqualTo(expected);
    }
    assertThat(ended.stdout()).contains("of its own: null {user=ann}");
    assertThat(ended.stderr().lines().filter(line -> line.startsWith("jul: ")))
        .containsExactlyInAnyOrderElementsOf(julLines(expected, packs.contains("logging-jul")));
  }

  private static List<String> julLines(Map<String, String> expected, boolean haveIds) {
    List<String> lines = new ArrayList<>();
    expected.forEach(
        (note, shown) -> {
          String[] ids = shown.split("/");
          lines.add(
              haveIds && ids.length > 0 && !ids[0].isEmpty()
                  ? "jul: %s trace_id=%s span_id=%s trace_flags=%s"
                      .formatted(note, ids[0], ids[1], ids[2])
                  : "jul: " + note);
        });
    return lines;
  }

  private static String number(JsonNode span) {
    for (JsonNode attribute : span.path("attributes")) {
      if (attribute.path("key").asText().equals("number")) {
        return attribute.path("value").elements().next().asText();
      }
    }
    throw new AssertionError("no number in " + span);
  }

  private static Map<String, String> written(String output, String writer) {
    Map<String, String> written = new TreeMap<>();
    for (String line : output.split("\\R")) {
      if (line.startsWith(writer + ": ")) {
        String[] parts = line.substring(writer.length() + 2).split(" = ", 2);
        written.put(parts[0], parts[1]);
      }
    }
    return written;
  }
}
