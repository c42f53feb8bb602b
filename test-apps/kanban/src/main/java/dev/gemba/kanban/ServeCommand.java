package dev.gemba.kanban;

import dev.gemba.kanban.peer.Peer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a server until the process is told to end. */
@Command(
    name = "serve",
    description = "Serve a data directory on 127.0.0.1 until told to end.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  /** No exit code: the server has been started. */
  static final int RUNS_ON = -1;

  private static final int MAX_THREADS = 1024;
  private static final int MAX_PORT = 65_535;

  // JUL forgets the level of a logger that nobody holds.
  private static final Logger POOL_LOG = Logger.getLogger("com.zaxxer.hikari");

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      required = true,
      description = "Port to listen on; 0 for any free one.")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Directory of tasks, boards, keys and database; created if missing.")
  private Path data;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "8",
      description = "Requests answered at a time (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--peer",
      paramLabel = "URL",
      description = "Another server, whose sprints are shown in /api/teams/{team}/overview.")
  private URI peer;

  @Option(
      names = "--peer-key",
      paramLabel = "KEY",
      defaultValue = "",
      description = "An API key of the other server that may view.")
  private String peerKey;

  @Option(names = "--fsync", description = "Wait for the disk after each write of a file.")
  private boolean durable;

  @Override
  public Integer call() throws IOException {
    check("--port", port, 0, MAX_PORT);
    check("--threads", threads, 1, MAX_THREADS);
    POOL_LOG.setLevel(Level.WARNING);
    Peer other = peer == null ? null : new Peer(peer, peerKey);
    KanbanServer server = KanbanServer.start(Settings.of(data, port, threads, durable, other));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "kanban-shutdown"));
    System.out.println("kanban: listening on " + server.uri());
    return RUNS_ON;
  }

  private void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ParameterException(
          spec.commandLine(), "%s must be from %d to %d".formatted(option, min, max));
    }
  }
}
