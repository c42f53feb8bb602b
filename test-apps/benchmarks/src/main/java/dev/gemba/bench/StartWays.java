package dev.gemba.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** All ways of starting an application that are compared. */
final class StartWays {

  static final String NONE = "none";

  /** Those whose calls can be counted: see {@link #COUNTED}. */
  static final String GEMBA_WEAVING = "gemba-20";

  static final String GEMBA_PACKS = "gemba-packs";

  /** The operation of Gemba's that is called once a request. */
  static final String COUNTED = "ShopController.products";

  private static final String EMPTY_AGENT = "dev.gemba.bench.workload.EmptyAgent";

  /** Twenty targets: the application's own methods, and what they call in libraries. */
  private static final List<String> TARGETS =
      List.of(
          "dev.gemba.webapp.ShopController.products(..)",
          "dev.gemba.webapp.ShopController.product(..)",
          "dev.gemba.webapp.ShopController.buy(..)",
          "dev.gemba.webapp.ShopController.purchases(..)",
          "dev.gemba.webapp.ShopController.notFound(..)",
          "dev.gemba.webapp.Shop.page(..)",
          "dev.gemba.webapp.Shop.product(..)",
          "dev.gemba.webapp.Shop.buy(..)",
          "dev.gemba.webapp.Shop.newest(..)",
          "dev.gemba.webapp.Shop.total(..)",
          "dev.gemba.webapp.ProductRepository.page(..)",
          "dev.gemba.webapp.ProductRepository.find(..)",
          "dev.gemba.webapp.ProductRepository.take(..)",
          "dev.gemba.webapp.PurchaseRepository.insert(..)",
          "dev.gemba.webapp.PurchaseRepository.newest(..)",
          "org.springframework.web.servlet.DispatcherServlet.doDispatch(..)",
          "org.springframework.jdbc.core.JdbcTemplate.execute(..)",
          "org.springframework.transaction.interceptor.TransactionInterceptor.invoke(..)",
          "com.zaxxer.hikari.HikariDataSource.getConnection(..)",
          "org.h2.jdbc.JdbcPreparedStatement.execute*(..)");

  private StartWays() {}

  static List<StartWay> all() {
    return List.of(
        StartWay.any(NONE, "no agent", (place, directory) -> Launch.PLAIN),
        StartWay.any("empty-agent", "an agent that does nothing", StartWays::emptyAgent),
        StartWay.any(
            "gemba-nothing",
            "Gemba, nothing woven",
            (place, directory) ->
                gemba(place, directory, List.of("com.example.absent.Nothing.*(..)"))),
        StartWay.web(
            GEMBA_WEAVING,
            "Gemba, 20 targets",
            (place, directory) -> gemba(place, directory, TARGETS)),
        StartWay.any(
            GEMBA_PACKS,
            "Gemba, 20 targets and all packs",
            (place, directory) -> gemba(place, directory, TARGETS, "# packs as they come")),
        StartWay.live(
            "gemba-attach",
            "Gemba attached, 20 targets",
            (place, directory) -> gemba(place, directory, TARGETS)),
        StartWay.live(
            "gemba-attach-one",
            "Gemba attached, one target",
            (place, directory) -> gemba(place, directory, TARGETS.subList(0, 1))),
        StartWay.live(
                "gemba-attach-expected",
                "Gemba attached, 20 targets, where an agent that does nothing was from the start",
                (place, directory) -> gemba(place, directory, TARGETS))
            .into(StartWays::emptyAgent),
        StartWay.any("jfr-timing", "JFR method timing of four classes", StartWays::jfr).fromJdk(25),
        StartWay.any(
            "kieker",
            "Kieker, Byte Buddy, the application's methods",
            (place, directory) ->
                Kieker.watching(place, "* dev.gemba.webapp..*.*(..)")
                    .with("-Dkieker.monitoring.writer=kieker.monitoring.writer.dump.DumpWriter")),
        StartWay.any(
            "otel",
            "OpenTelemetry as it comes, no exporter",
            (place, directory) -> OpenTelemetry.silent(place).with("-Dotel.traces.exporter=none")),
        StartWay.any(
            "elastic",
            "Elastic APM as it comes, nothing sent",
            (place, directory) -> ElasticApm.quiet(place).with("-Delastic.apm.disable_send=true")),
        StartWay.any("glowroot", "Glowroot as it comes", Glowroot::plain)
            .toJdk(Glowroot.NEWEST_JDK));
  }

  /** Gemba with these targets, timed, no packs, and the file exporter. */
  static Launch gemba(Place place, Path directory, List<String> targets) throws IOException {
    return gemba(place, directory, targets, "packs: []");
  }

  private static Launch gemba(Place place, Path directory, List<String> targets, String packs)
      throws IOException {
    String yaml =
        """
        service: benchmark
        overhead: off
        %s
        targets:
        %s
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(
                packs,
                targets.stream()
                    .map(target -> "  - methods: \"" + target + "\"")
                    .collect(Collectors.joining("\n")),
                directory.resolve("gemba"));
    Path config = Files.writeString(directory.resolve("gemba.yaml"), yaml);
    return Launch.of("-javaagent:" + place.gemba() + "=" + config);
  }

  private static Launch jfr(Place place, Path directory) throws IOException {
    String classes =
        List.of("ShopController", "Shop", "ProductRepository", "PurchaseRepository").stream()
            .map(type -> "dev.gemba.webapp." + type)
            .collect(Collectors.joining(";"));
    return JfrMethodTiming.recording(directory, classes);
  }

  private static Launch emptyAgent(Place place, Path directory) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(new Attributes.Name("Premain-Class"), EMPTY_AGENT);
    // As agents do that weave; a JVM takes note of more then.
    attributes.put(new Attributes.Name("Can-Retransform-Classes"), "true");
    Path jar = directory.resolve("empty-agent.jar");
    String classFile = EMPTY_AGENT.replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        var bytes = StartWays.class.getClassLoader().getResourceAsStream(classFile)) {
      entries.putNextEntry(new JarEntry(classFile));
      bytes.transferTo(entries);
    }
    return Launch.of("-javaagent:" + jar);
  }
}
