package dev.gemba.kanban;

import dev.gemba.kanban.generate.TaskGenerator;
import dev.gemba.kanban.generate.TeamGenerator;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.security.ApiKeys;
import dev.gemba.kanban.security.KeyFile;
import dev.gemba.kanban.store.BoardStore;
import dev.gemba.kanban.store.TaskStore;
import dev.gemba.kanban.team.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fills a new data directory. */
@Command(
    name = "generate",
    description = "Fill a new data directory with tasks, boards, teams and demonstration keys.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  private static final int MAX_TASKS = 1_000_000;
  private static final Logger POOL_LOG = Logger.getLogger("com.zaxxer.hikari");

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Directory to fill; it must not hold tasks yet.")
  private Path data;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      required = true,
      description = "How many tasks to make up.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed makes the same tasks (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    if (count < 1 || count > MAX_TASKS) {
      throw new ParameterException(spec.commandLine(), "--tasks must be from 1 to " + MAX_TASKS);
    }
    POOL_LOG.setLevel(Level.WARNING);
    DataDirectory directory = DataDirectory.open(data);
    if (Files.exists(directory.tasks()) || Files.exists(directory.keys())) {
      throw new IOException(data + " holds tasks or keys already; give a new directory");
    }
    fill(directory);
    System.out.printf("kanban: %d tasks in %s%n", count, data);
    return 0;
  }

  private void fill(DataDirectory directory) throws IOException {
    KeyFile.create(directory.keys(), ApiKeys.demo());
    BoardStore boards = BoardStore.open(directory.boards(), false);
    TaskGenerator.boards().forEach(boards::write);
    TaskStore store = TaskStore.open(directory.tasks(), false);
    List<Task> tasks = new TaskGenerator(seed).tasks(count);
    tasks.forEach(store::write);
    try (Database database = Database.open(directory.root())) {
      new TeamGenerator(database).addTeams(tasks);
    }
  }
}
