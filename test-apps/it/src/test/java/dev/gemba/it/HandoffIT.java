package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.it.facade.Relay;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A trace goes on wherever the JDK hands a task to another thread, and nowhere else. */
class HandoffIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int TASKS = 4_000;
  private static final int MANY_TASKS = 1_000_000;

  private static final List<String> WAYS =
      List.of(
          "submit",
          "call",
          "invoke-all",
          "same-object",
          "caller-runs",
          "overridden",
          "schedule",
          "fork-join",
          "fork-join-submit",
          "recursive",
          "parallel-stream",
          "future",
          "future-combined",
          "timer");

  /** Those that take a millisecond or a thread for each task. */
  private static final List<String> SLOW_WAYS =
      List.of("future-delayed", "removed", "rejected", "periodic", "thread", "thread-then-pool");

  private static final List<String> VIRTUAL_WAYS = List.of("virtual", "virtual-executor");

  @TempDir private Path directory;

  private static ForkedJvm relay(Jdk jdk, String... ways) throws URISyntaxException {
    return ForkedJvm.facade(jdk, Relay.class, ways);
  }

  private static final String NO_EXPORTERS = "exporters: {}\n";

  /** Spans are spoken of, so that the JDK's classes are woven before the application runs. */
  private static final String SPANS =
      "targets:\n" + ConfigText.target("span", "dev.gemba.it.facade.Relay.wrong(..)");

  private static String config(String packs, String more) {
    return "service: it\noverhead: off\nsampling: { keep: 100% }\npacks: " + packs + "\n" + more;
  }

  @OnEveryJdk
  void everyTaskFindsTheSpanItWasHandedOverIn(Jdk jdk) throws Exception {
    List<String> ways = new ArrayList<>();
    WAYS.forEach(way -> ways.add(way + "=" + TASKS));
    SLOW_WAYS.forEach(way -> ways.add(way + "=" + TASKS / 8));
    if (jdk.hasVirtualThreads()) {
      VIRTUAL_WAYS.forEach(way -> ways.add(way + "=" + TASKS));
    }
    if (jdk.hasStructuredConcurrency()) {
      ways.add("structured=" + TASKS);
    }

    Ended ended =
        relay(jdk, ways.toArray(String[]::new))
            .options("-Xverify:all", "--enable-preview")
            .gemba(directory, config("[executors]", SPANS + NO_EXPORTERS))
            .run()
            .exitedWith(0);

    assertThat(ended.stdout().lines())
        .as("%s", ended)
        .hasSameSizeAs(ways)
        .allMatch(line -> line.endsWith(" 0"), "no task is wrong");
    assertThat(ended.stderr()).doesNotContain("Exception");
  }

  @OnEveryJdk
  void noneOfAMillionTasksFindsAnother(Jdk jdk) throws Exception {
    Ended ended =
        relay(jdk, "execute=" + MANY_TASKS)
            .gemba(directory, config("[executors]", SPANS + NO_EXPORTERS))
            .run()
            .exitedWith(0);

    assertThat(ended.stdout().lines()).as("%s", ended).containsExactly("execute 1000000 0");
  }

  @OnEveryJdk
  void spansOfAllThreadsAreOneTree(Jdk jdk) throws Exception {
    Path output = directory.resolve("gemba");
    relay(jdk, "execute=200", "future=120", "recursive=1024", "thread=100")
        .gemba(directory, config("[executors]", SPANS + "exporters:\n" + ConfigText.file(output)))
        .run()
        .exitedWith(0);

    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    Map<String, JsonNode> handedOver = new HashMap<>();
    List<JsonNode> tasks = new ArrayList<>();
    for (JsonNode span : exported.spans()) {
      if (span.path("name").asText().equals("relay.hand-over")) {
        handedOver.put(span.path("spanId").asText(), span);
      } else if (span.path("name").asText().equals("relay.task")) {
        tasks.add(span);
      }
    }
    assertThat(exported.point("gemba.executor.queue_wait", Map.of()).path("count").asLong())
        .as("waits of tasks in queues")
        .isGreaterThan(1_000);
    assertThat(tasks).hasSizeGreaterThan(1_000);
    int children = 0;
    for (JsonNode task : tasks) {
      String parent = task.path("parentSpanId").asText();
      if (!parent.isEmpty()) {
        assertThat(handedOver).as("parents of tasks").containsKey(parent);
        assertThat(task.path("traceId")).isEqualTo(handedOver.get(parent).path("traceId"));
        children++;
      }
    }
    assertThat(children).isBetween(tasks.size() / 2, tasks.size() - 100);
  }

  @OnEveryJdk
  void withoutThePackEveryThreadIsByItself(Jdk jdk) throws Exception {
    Ended ended =
        relay(jdk, "execute=200")
            .gemba(directory, config("[]", SPANS + NO_EXPORTERS))
            .run()
            .exitedWith(0);

    assertThat(ended.stdout().lines()).containsExactly("execute 200 300");
  }

  @OnEveryJdk
  void anApplicationThatSpeaksOfSpansOnlyItselfHasThemCarriedOn(Jdk jdk) throws Exception {
    Ended ended =
        relay(jdk, "await=10", "execute=200")
            .gemba(directory, config("[executors]", NO_EXPORTERS))
            .run()
            .exitedWith(0);

    assertThat(ended.stdout().lines()).as("%s", ended).hasSize(2).last().isEqualTo("execute 200 0");
  }

  @OnEveryJdk
  void aPoolWhoseMethodsAreWatchedThemselvesCarriesOnAsWell(Jdk jdk) throws Exception {
    String watched =
        "targets:\n"
            + ConfigText.target("count", "java.util.concurrent.ThreadPoolExecutor.execute(..)");

    Ended ended =
        relay(jdk, "await=10", "execute=200")
            .gemba(directory, config("[executors]", watched + NO_EXPORTERS))
            .run()
            .exitedWith(0);

    assertThat(ended.stdout().lines())
        .as("%s", ended)
        .containsExactly("await 0 0", "execute 200 0");
  }

  @OnEveryJdk
  void poolsThatWereThereBeforeAnAttachCarryOnAsWell(Jdk jdk) throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("gemba.yaml"), config("[executors]", SPANS + NO_EXPORTERS));
    GembaCli gemba = new GembaCli(jdk);
    try (RunningJvm jvm = relay(jdk, "earlier=2000").start()) {
      jvm.awaitOutput("ready", PATIENCE);
      gemba.good("attach", "" + jvm.pid(), "--config", config.toString());
      jvm.awaitOutput("done", PATIENCE);
      assertThat(gemba.good("detach", "" + jvm.pid())).contains("classes are as they were");

      jvm.closeInput();
      Ended ended = jvm.end(PATIENCE).exitedWith(0);
      assertThat(ended.stdout().lines().skip(2))
          .as("%s", ended)
          .singleElement()
          .asString()
          .endsWith(" 0");
    }
  }
}
