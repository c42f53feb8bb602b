package dev.gemba.kanban;

import com.sun.net.httpserver.HttpServer;
import dev.gemba.kanban.board.BoardService;
import dev.gemba.kanban.http.Api;
import dev.gemba.kanban.http.Gateway;
import dev.gemba.kanban.peer.OverviewService;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.Notices;
import dev.gemba.kanban.plugin.Plugin;
import dev.gemba.kanban.plugin.PluginHost;
import dev.gemba.kanban.plugin.bundled.ActivityLog;
import dev.gemba.kanban.plugin.bundled.DependencyCycles;
import dev.gemba.kanban.plugin.bundled.DueDateEscalation;
import dev.gemba.kanban.plugin.bundled.WordIndex;
import dev.gemba.kanban.security.ApiKeys;
import dev.gemba.kanban.security.Authorizer;
import dev.gemba.kanban.security.KeyFile;
import dev.gemba.kanban.security.RateLimiter;
import dev.gemba.kanban.store.BoardStore;
import dev.gemba.kanban.store.TaskStore;
import dev.gemba.kanban.task.TaskService;
import dev.gemba.kanban.team.Database;
import dev.gemba.kanban.team.SprintRepository;
import dev.gemba.kanban.team.TeamRepository;
import dev.gemba.kanban.team.TeamService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A running server: every part is put together here, and taken apart in {@link #close}. */
public final class KanbanServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int QUEUE_LENGTH = 1024;
  private static final int GRACE_SECONDS = 2;

  static {
    // Without it small answers wait about 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final Gateway gateway;
  private final ExecutorService workers;
  private final ExecutorService readers;
  private final Database database;

  /**
   * Starts a server; it is ready when this returns.
   *
   * @throws IOException if the port is taken or the data directory cannot be used
   */
  public static KanbanServer start(Settings settings) throws IOException {
    DataDirectory data = DataDirectory.open(settings.data());
    // First, because its lock keeps a second server out of the directory.
    Database database = Database.open(data.root());
    ExecutorService readers = Executors.newFixedThreadPool(settings.threads());
    try {
      Gateway gateway = gateway(settings, data, database, readers);
      return new KanbanServer(settings, gateway, readers, database);
    } catch (IOException | RuntimeException e) {
      readers.shutdown();
      database.close();
      throw e;
    }
  }

  private static Gateway gateway(
      Settings settings, DataDirectory data, Database database, ExecutorService readers)
      throws IOException {
    Clock clock = settings.clock();
    TaskStore taskStore = TaskStore.open(data.tasks(), settings.durable());
    BoardStore boardStore = BoardStore.open(data.boards(), settings.durable());

    Notices notices = new Notices();
    WordIndex wordIndex = new WordIndex();
    List<Plugin> plugins = new ArrayList<>();
    plugins.add(wordIndex);
    plugins.add(new DependencyCycles(notices));
    plugins.add(new DueDateEscalation(notices, clock));
    plugins.add(new ActivityLog(data.activity(), clock, ActivityLog.MAX_BYTES));
    plugins.addAll(settings.extraPlugins());
    PluginHost host = new PluginHost(plugins);
    host.fire(new Event.Started(taskStore.readAll().tasks()));

    BoardService boards = new BoardService(boardStore, taskStore, host, clock);
    TaskService tasks = new TaskService(taskStore, host, wordIndex, clock);
    TeamService teams =
        new TeamService(new TeamRepository(database), new SprintRepository(database), taskStore);
    Api api =
        new Api(
            boards,
            tasks,
            teams,
            new OverviewService(teams, settings.peer(), readers),
            host,
            notices,
            Map.of("tasks", taskStore::isUsable, "database", database::isUsable));
    return new Gateway(
        api, new Authorizer(keys(data.keys())), new RateLimiter(settings.nanoTime()));
  }

  private KanbanServer(
      Settings settings, Gateway gateway, ExecutorService readers, Database database)
      throws IOException {
    InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
    this.http = HttpServer.create(new InetSocketAddress(loopback, settings.port()), 0);
    this.gateway = gateway;
    this.readers = readers;
    this.database = database;
    this.workers = workers(settings.threads());
    http.setExecutor(workers);
    http.createContext("/", gateway);
    http.start();
  }

  /** Where the server listens. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Takes no more requests, lets those under way end, and closes the database last. */
  @Override
  public void close() {
    // On older JDKs stop() waits all the time it is given, even if there is nothing to wait for.
    http.stop(gateway.isIdle() ? 0 : GRACE_SECONDS);
    workers.shutdown();
    try {
      if (!workers.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    readers.shutdown();
    database.close();
  }

  private static ApiKeys keys(Path file) throws IOException {
    if (!Files.exists(file)) {
      KeyFile.create(file, ApiKeys.random(new SecureRandom()));
    }
    return KeyFile.read(file);
  }

  /** A full queue makes the accepting thread do the work, so that it accepts no more meanwhile. */
  private static ExecutorService workers(int threads) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(QUEUE_LENGTH),
        task -> new Thread(task, "kanban-http-" + number.incrementAndGet()),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }
}
