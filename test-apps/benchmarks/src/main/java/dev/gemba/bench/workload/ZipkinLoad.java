package dev.gemba.bench.workload;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Users of a Zipkin server in a closed loop, over connections that are kept: six of ten requests
 * bring the spans of a trace, two search for traces, one reads a trace and one the names of
 * services. Arguments, all needed: URL, users, seconds of a warm-up or 0, seconds. Prints {@code
 * answered N} once a second, and what the users saw.
 */
public final class ZipkinLoad {

  private static final int SPANS = 10;
  private static final int SERVICES = 8;
  private static final int MIX = 10;

  private final HttpClient http;
  private final URI server;
  private final int users;
  private int seed;

  private ZipkinLoad(HttpClient http, URI server, int users) {
    this.http = http;
    this.server = server;
    this.users = users;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    URI server = URI.create(arguments[0]);
    int users = Integer.parseInt(arguments[1]);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    ZipkinLoad load = new ZipkinLoad(http, server, users);
    long warmUpSeconds = Long.parseLong(arguments[2]);
    if (warmUpSeconds > 0) {
      load.drive(warmUpSeconds, "warmUp.");
    }
    load.drive(Long.parseLong(arguments[3]), "");
  }

  private void drive(long seconds, String prefix) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<User> all = new ArrayList<>();
    for (int i = 0; i < users; i++) {
      all.add(new User(http, server, seed++, end));
    }
    long start = System.nanoTime();
    all.forEach(Thread::start);
    for (long second = 1; second <= seconds; second++) {
      TimeUnit.NANOSECONDS.sleep(start + TimeUnit.SECONDS.toNanos(second) - System.nanoTime());
      System.out.println("answered " + all.stream().mapToLong(user -> user.answered.get()).sum());
    }
    for (User user : all) {
      user.join();
    }
    report(prefix, all, (System.nanoTime() - start) / 1e9);
  }

  private static void report(String prefix, List<User> users, double seconds) {
    double[] millis =
        users.stream().flatMap(user -> user.millis.stream()).mapToDouble(m -> m).sorted().toArray();
    System.out.println(prefix + "requests " + millis.length);
    System.out.println(
        prefix + "unexpected " + users.stream().mapToLong(user -> user.unexpected).sum());
    System.out.println(prefix + "rate " + millis.length / seconds);
    System.out.println(prefix + "p50Millis " + millis[millis.length / 2]);
    System.out.println(prefix + "p99Millis " + millis[(int) (millis.length * 0.99)]);
  }

  /** One user's part. */
  private static final class User extends Thread {

    private final HttpClient http;
    private final URI server;
    private final long end;
    private final SplittableRandom random;

    private final List<Double> millis = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private long unexpected;
    private String lastTrace = "0000000000000001";

    User(HttpClient http, URI server, int seed, long end) {
      this.http = http;
      this.server = server;
      this.end = end;
      random = new SplittableRandom(seed);
    }

    @Override
    public void run() {
      try {
        for (int i = 0; System.nanoTime() - end < 0; i++) {
          long start = System.nanoTime();
          boolean right = ask(i % MIX);
          millis.add((System.nanoTime() - start) / 1e6);
          unexpected += right ? 0 : 1;
          answered.lazySet(i + 1L);
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private boolean ask(int turn) throws Exception {
      String service = "service-" + random.nextInt(SERVICES);
      return switch (turn) {
        case 3, 7 -> has("/api/v2/traces?limit=10&serviceName=" + service);
        case 5 -> has("/api/v2/services");
        case 9 -> has("/api/v2/trace/" + lastTrace);
        default -> bring();
      };
    }

    /** A trace may have left the store, which is small: then there is none. */
    private boolean has(String path) throws Exception {
      int status = status(HttpRequest.newBuilder(server.resolve(path)));
      return status == 200 || (status == 404 && path.contains("/trace/"));
    }

    private boolean bring() throws Exception {
      String spans = spans();
      return status(
              HttpRequest.newBuilder(server.resolve("/api/v2/spans"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(spans)))
          == 202;
    }

    private int status(HttpRequest.Builder request) throws Exception {
      return http.send(
              request.timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofByteArray())
          .statusCode();
    }

    private String spans() {
      lastTrace = hex(random.nextLong());
      long now = System.currentTimeMillis() * 1000;
      String[] ids = new String[SPANS];
      Arrays.setAll(ids, i -> hex(random.nextLong()));
      return IntStream.range(0, SPANS)
          .mapToObj(i -> span(ids[i], i == 0 ? null : ids[(i - 1) / 2], now + i))
          .collect(Collectors.joining(",", "[", "]"));
    }

    private String span(String id, String parent, long micros) {
      return """
          {"traceId":"%s","id":"%s"%s,"kind":"SERVER","name":"get /orders","timestamp":%d,\
          "duration":%d,"localEndpoint":{"serviceName":"service-%d","ipv4":"10.0.0.1"},\
          "tags":{"http.method":"GET","http.path":"/orders/%d"}}"""
          .formatted(
              lastTrace,
              id,
              parent == null ? "" : ",\"parentId\":\"" + parent + "\"",
              micros,
              1 + random.nextInt(100_000),
              random.nextInt(SERVICES),
              random.nextInt(1_000));
    }

    private static String hex(long value) {
      return "%016x".formatted(value | 1);
    }
  }
}
