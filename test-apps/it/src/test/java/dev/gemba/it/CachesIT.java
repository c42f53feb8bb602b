package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.it.cache.Caches;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What caches did is what they, and those who used them, know of it. */
class CachesIT {

  @TempDir private Path directory;

  @OnEveryJdk
  void theNewestLibrariesAreCountedExactly(Jdk jdk) throws Exception {
    ExportedMetrics exported =
        assertExact(
            jdk,
            List.of("caffeine", "guava", "failureaccess", "cache-api", "ehcache", "slf4j-api"),
            "caffeine",
            "guava",
            "jcache");

    assertThat(exported.callsByOutcome("cache.guava.load"))
        .as("what loaders throw, and what none answers")
        .containsOnlyKeys(
            "",
            "java.lang.IllegalStateException",
            "com.google.common.cache.CacheLoader$InvalidCacheLoadException");
    assertThat(exported.callsByOutcome("cache.caffeine.load"))
        .containsOnlyKeys("", "java.lang.IllegalStateException");
    assertThat(exported.durationCount("cache.caffeine.load"))
        .isEqualTo(exported.calls("cache.caffeine.load"));
    assertThat(exported.spans())
        .extracting(span -> span.path("name").asText())
        .contains("cache.caffeine.load", "cache.guava.load", "cache.jcache.load");
  }

  @OnEveryJdk
  void theOldestLibrariesAreCountedExactly(Jdk jdk) throws Exception {
    assertExact(jdk, List.of("caffeine-oldest", "guava-oldest"), "caffeine", "guava");
  }

  private ExportedMetrics assertExact(Jdk jdk, List<String> jars, String... libraries)
      throws Exception {
    Path output = directory.resolve("gemba");
    String config = "service: caches\noverhead: off\nsampling: { keep: 100% }\nexporters:\n";
    Ended ended =
        ForkedJvm.programWith(jdk, Caches.class, Jars.libraries(jars), libraries)
            .options("-Xmx1g", "-Xverify:all")
            .gemba(directory, config + ConfigText.file(output))
            .run()
            .exitedWith(0);

    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(exported.dropped("capture-failure")).isZero();
    Map<String, Long> known = known(ended);
    assertThat(known).hasSizeGreaterThan(4).doesNotContainValue(0L);
    Map<String, Long> counted = new HashMap<>();
    known.forEach((operation, calls) -> counted.put(operation, exported.calls(operation)));
    assertThat(counted).as("%s", exported).isEqualTo(known);
    return exported;
  }

  /** What the program says, by operation. */
  static Map<String, Long> known(Ended ended) {
    Map<String, Long> known = new HashMap<>();
    for (String line : ended.stdout().lines().toList()) {
      int blank = line.lastIndexOf(' ');
      known.put(line.substring(0, blank), Long.valueOf(line.substring(blank + 1)));
    }
    return known;
  }
}
