package dev.gemba.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Two servers that were under the same load at the same time. */
record ProfilePair(Side way, Side base) {

  /** What of the throughput is lost. */
  double lostPercent() {
    return 100 * (1 - way.rate / base.rate);
  }

  double cpuAddedPercent() {
    return 100 * (way.cpuMicros / base.cpuMicros - 1);
  }

  double rssAddedMb() {
    return way.rssMb - base.rssMb;
  }

  double readingMillis() {
    return way.readingMillis;
  }

  double busyPercent() {
    return 100 * base.busy;
  }

  Map<String, Object> json() {
    return Map.of("way", way.json(), "base", base.json());
  }

  /**
   * What one server did.
   *
   * @param rate requests a second
   * @param cpuMicros the server's CPU time without that of its JIT, a request
   * @param busy the share of its CPUs' time that the server and its load driver used
   * @param rssMb what of it is in RAM after that
   * @param readingMillis CPU time that Gemba's reader of samples takes for a chunk of five seconds;
   *     0 where there is none
   */
  record Side(double rate, double cpuMicros, double busy, double rssMb, double readingMillis) {

    private static final String READER = "gemba-profiler";
    private static final double CHUNK_MILLIS = 5_000;

    /**
     * Waits until a load driver has warmed a server up, and then until it has measured.
     *
     * @param server its process id
     * @param cpus how many CPUs both have
     * @throws IllegalStateException if the server gave wrong answers
     */
    static Side measure(long server, KanbanApplication.Driver driver, int cpus) throws Exception {
      Application.WarmUp warmUp = driver.warmUp();
      JvmCpu withoutJit = JvmCpu.of(server);
      double withoutJitBefore = withoutJit.millis();
      double serverBefore = Proc.cpuMillis(server);
      double readerBefore = readerMillis(server);
      double driverBefore = Proc.cpuMillis(driver.jvm().pid());
      Application.LoadReport report = driver.end();
      double withoutJitCpu = withoutJit.millis() - withoutJitBefore;
      double serverCpu = Proc.cpuMillis(server) - serverBefore;
      double driverCpu = Proc.cpuMillis(driver.jvm().pid()) - driverBefore;
      long unexpected = warmUp.unexpected() + report.unexpected();
      if (unexpected > 0) {
        throw new IllegalStateException(unexpected + " answers were not expected");
      }
      double millis = 1000 * report.requests() / report.rate();
      return new Side(
          report.rate(),
          1000 * withoutJitCpu / report.requests(),
          (serverCpu + driverCpu) / (millis * cpus),
          Proc.rssMb(server),
          (readerMillis(server) - readerBefore) / millis * CHUNK_MILLIS);
    }

    private static double readerMillis(long server) throws IOException {
      double sum = 0;
      for (long thread : Proc.threads(server, READER)) {
        sum += Proc.cpuMillis(server, thread);
      }
      return sum;
    }

    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("requestsPerSecond", Spread.rounded(rate));
      json.put("cpuMicrosPerRequest", Spread.rounded(cpuMicros));
      json.put("busy", Spread.rounded(busy));
      json.put("rssMb", Spread.rounded(rssMb));
      json.put("readingMillisPerChunk", Spread.rounded(readingMillis));
      return json;
    }
  }
}
