package dev.gemba.it;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scrape endpoint's page in Prometheus's text format. */
final class PrometheusPage {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([^ \\n]+)(?: .*)?$", Pattern.MULTILINE);
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final long BETWEEN_SCRAPES_MILLIS = 200;

  private final int port;
  private String text;

  private PrometheusPage(int port, String text) {
    this.port = port;
    this.text = text;
  }

  static PrometheusPage of(int port) {
    return new PrometheusPage(port, "");
  }

  /** A page that was scraped already. */
  static PrometheusPage reading(String text) {
    return new PrometheusPage(0, text);
  }

  /**
   * Scrapes until the counts are there or the time is up: the endpoint shows what was collected
   * last.
   */
  PrometheusPage awaitCalls(Map<String, Map<String, Long>> expected, Duration atMost)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    do {
      scrape();
    } while (!byOutcome("gemba_operation_calls_total").equals(expected)
        && System.nanoTime() < deadline
        && !never.await(BETWEEN_SCRAPES_MILLIS, TimeUnit.MILLISECONDS));
    return this;
  }

  private void scrape() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      text = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (ConnectException notYet) {
      text = "";
    }
  }

  /**
   * Samples of this name by operation and exception class, where the empty name stands for a normal
   * return.
   */
  Map<String, Map<String, Long>> byOutcome(String name) {
    Map<String, Map<String, Long>> result = new TreeMap<>();
    Matcher samples = SAMPLE.matcher(text);
    while (samples.find()) {
      if (samples.group(1).equals(name)) {
        Map<String, String> labels = labels(samples.group(2));
        result
            .computeIfAbsent(labels.get("gemba_operation"), unused -> new TreeMap<>())
            .merge(
                labels.getOrDefault("error_type", ""),
                (long) Double.parseDouble(samples.group(3)),
                Long::sum);
      }
    }
    return result;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher matcher = LABEL.matcher(text == null ? "" : text);
    while (matcher.find()) {
      labels.put(matcher.group(1), matcher.group(2));
    }
    return labels;
  }
}
