package dev.gemba.kanban.store;

import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tasks as files {@code TASK-n.md} of one directory. Every call goes to the files, so what a person
 * edits there is seen at once.
 *
 * <p>Safe for use by many threads; single writes are atomic, but a read and a write after it are
 * not one step: whoever changes a task holds a lock of its own meanwhile. One process at a time may
 * write to a directory. Input and output errors surface as {@link UncheckedIOException}.
 */
public final class TaskStore {
  private static final String EXTENSION = ".md";

  private final Path directory;
  private final boolean durable;
  private final AtomicInteger lastNumber;

  /**
   * Opens the directory, which is created if it is missing.
   *
   * @param durable whether each write waits for the disk
   */
  public static TaskStore open(Path directory, boolean durable) {
    try {
      Files.createDirectories(directory);
      AtomicFile.sweep(directory);
      int last = files(directory).stream().mapToInt(file -> id(file).number()).max().orElse(0);
      return new TaskStore(directory, durable, last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TaskStore(Path directory, boolean durable, int lastNumber) {
    this.directory = directory;
    this.durable = durable;
    this.lastNumber = new AtomicInteger(lastNumber);
  }

  /** An id that no task has and that is never given again. */
  public TaskId nextId() {
    TaskId id = TaskId.of(lastNumber.incrementAndGet());
    while (Files.exists(path(id), LinkOption.NOFOLLOW_LINKS)) {
      id = TaskId.of(lastNumber.incrementAndGet());
    }
    return id;
  }

  /**
   * The task of that id, if there is one.
   *
   * @throws MalformedDocument if its file is no task
   */
  public Optional<Task> read(TaskId id) {
    try {
      return Optional.of(parse(path(id)));
    } catch (NoSuchFileException ignored) { // Absence is an answer, not an error.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every task, in the order of ids; files that are no tasks are set aside. */
  public Contents readAll() {
    List<Task> tasks = new ArrayList<>();
    List<Defect> defects = new ArrayList<>();
    try {
      for (Path file : files(directory)) {
        try {
          tasks.add(parse(file));
        } catch (MalformedDocument e) {
          defects.add(new Defect(file.getFileName().toString(), e.getMessage()));
        } catch (NoSuchFileException ignored) {
          // Deleted since the directory was listed.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tasks.sort(Comparator.comparing(Task::id));
    return new Contents(tasks, defects);
  }

  /** Creates or replaces the task's file. */
  public void write(Task task) {
    try {
      AtomicFile.write(path(task.id()), MarkdownFormat.print(task), durable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the task's file; false if there was none. */
  public boolean delete(TaskId id) {
    try {
      return Files.deleteIfExists(path(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether tasks can be read and written at all. */
  public boolean isUsable() {
    return Files.isReadable(directory) && Files.isWritable(directory);
  }

  private Path path(TaskId id) {
    return directory.resolve(id.value() + EXTENSION);
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, TaskStore::isTaskFile)) {
      entries.forEach(files::add);
    }
    return files;
  }

  private static boolean isTaskFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(EXTENSION) && TaskId.FORM.matcher(stem(name)).matches();
  }

  private static TaskId id(Path file) {
    return new TaskId(stem(file.getFileName().toString()));
  }

  private static String stem(String name) {
    return name.substring(0, name.length() - EXTENSION.length());
  }

  /** Follows no link, so that nothing outside the directory can be shown as a task. */
  private static Task parse(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      Task task = MarkdownFormat.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      if (!task.id().equals(id(file))) {
        throw new MalformedDocument("the front matter says " + task.id());
      }
      return task;
    }
  }

  /** What a directory holds. */
  public record Contents(List<Task> tasks, List<Defect> defects) {
    public Contents {
      tasks = List.copyOf(tasks);
      defects = List.copyOf(defects);
    }
  }

  /** A file that is named like a task and is none. */
  public record Defect(String file, String reason) {}
}
