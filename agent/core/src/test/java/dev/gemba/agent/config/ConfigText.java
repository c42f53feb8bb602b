package dev.gemba.agent.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a config as YAML; the built-in target at the end is left to the reader. */
final class ConfigText {

  private final StringBuilder yaml = new StringBuilder();

  private ConfigText() {}

  static String of(AgentConfig config) {
    ConfigText text = new ConfigText();
    text.line("service: " + quoted(config.service()));
    text.line("enabled: " + config.enabled());
    text.line(
        "overhead: "
            + (config.overheadRatio().isPresent()
                ? percentage(config.overheadRatio().getAsDouble())
                : "off"));
    text.sampling(config.sampling());
    text.line("targets:");
    config.targets().subList(0, config.targets().size() - 1).forEach(text::target);
    text.line("packs: " + list(config.packs()));
    text.profile(config.profile());
    text.line("exporters:");
    config.exporters().values().forEach(text::exporter);
    return text.yaml.toString();
  }

  private void sampling(Sampling sampling) {
    line("sampling:");
    line("  keep: " + percentage(sampling.keepRatio()));
    line(
        "  per-second: "
            + (sampling.perSecond().isPresent() ? sampling.perSecond().getAsInt() : "off"));
    String quantile =
        sampling.slowQuantile().isPresent()
            ? "p" + percentage(sampling.slowQuantile().getAsDouble()).replace("%", "")
            : duration(sampling.slowerThan());
    line("  slow: " + quantile);
    line("  errors: " + (sampling.allErrors() ? "all" : "off"));
  }

  private void target(Target target) {
    line("  - methods: " + list(target.methods().stream().map(Object::toString).toList()));
    line("    exclude: " + list(target.exclude().stream().map(Object::toString).toList()));
    line("    operation: " + quoted(target.operation().template()));
    line("    capture: " + target.capture().name().toLowerCase(Locale.ROOT));
    line("    until: " + (target.untilDone() ? "done" : "return"));
    paths("attributes", target.attributes());
    paths("measures", target.measures());
    line("    dimensions:");
    target.dimensions().forEach(this::dimension);
    if (!target.budget().isEmpty()) {
      line("    budget:");
      target.budget().durations().forEach((key, value) -> line("      " + key + ": " + value));
      target.budget().errorRatio().ifPresent(ratio -> line("      errors: " + percentage(ratio)));
    }
  }

  private void paths(String key, Map<String, ValuePath> paths) {
    line("    " + key + ":");
    paths.forEach((name, path) -> line("      " + quoted(name) + ": " + path));
  }

  private void dimension(String name, Dimension dimension) {
    if (dimension.steps().isEmpty()) {
      line("      " + quoted(name) + ": " + dimension.of());
      return;
    }
    String steps =
        dimension.steps().stream()
            .map(step -> BigDecimal.valueOf(step).toPlainString())
            .collect(Collectors.joining(", "));
    line("      " + quoted(name) + ":");
    line("        of: " + dimension.of());
    line("        steps: [" + steps + "]");
    line("        names: " + list(dimension.names()));
  }

  private void profile(Profile profile) {
    line("profile:");
    line("  cpu: " + duration(profile.cpu()));
    line(
        "  alloc: "
            + (profile.allocBytes().isPresent() ? profile.allocBytes().getAsLong() : "off"));
    line("  wall: " + duration(profile.wall()));
    line("  lock: " + duration(profile.lock()));
  }

  private void exporter(ExporterSection exporter) {
    line("  " + exporter.name() + ":");
    exporter.values().forEach((key, value) -> line("    " + key + ": " + quoted(value)));
  }

  private void line(String text) {
    yaml.append(text).append('\n');
  }

  private static String duration(Optional<Duration> duration) {
    return duration.map(Duration::toString).orElse("off");
  }

  private static String percentage(double ratio) {
    return BigDecimal.valueOf(ratio).movePointRight(2).toPlainString() + "%";
  }

  private static String list(List<String> texts) {
    return texts.stream().map(ConfigText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
