package dev.gemba.kanban.store;

import dev.gemba.kanban.model.BoardDefinition;
import dev.gemba.kanban.model.BoardId;
import dev.gemba.kanban.model.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Board definitions as files {@code ID.yaml}, and beside them the pages {@code ID.md} generated
 * from them. Safe for use by many threads. Errors surface as {@link UncheckedIOException} or {@link
 * MalformedDocument}.
 */
public final class BoardStore {
  private static final String EXTENSION = ".yaml";

  private final Path directory;
  private final boolean durable;

  /** Opens the directory, which is created if it is missing. */
  public static BoardStore open(Path directory, boolean durable) {
    try {
      Files.createDirectories(directory);
      AtomicFile.sweep(directory);
      return new BoardStore(directory, durable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BoardStore(Path directory, boolean durable) {
    this.directory = directory;
    this.durable = durable;
  }

  /** The definition of that board; the main board exists even if no file defines it. */
  public Optional<BoardDefinition> read(BoardId id) {
    try {
      return Optional.of(parse(id, Files.readString(directory.resolve(id + EXTENSION))));
    } catch (NoSuchFileException ignored) { // Absence is an answer, not an error.
      return id.equals(BoardId.MAIN) ? Optional.of(BoardDefinition.main()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every board, the main one first, then by id. */
  public List<BoardDefinition> readAll() {
    Map<String, BoardDefinition> boards = new TreeMap<>();
    ids().forEach(id -> read(id).ifPresent(board -> boards.put(id.value(), board)));
    BoardDefinition main = boards.remove(BoardId.MAIN.value());
    List<BoardDefinition> all = new ArrayList<>();
    all.add(main == null ? BoardDefinition.main() : main);
    all.addAll(boards.values());
    return all;
  }

  /** Creates or replaces a definition. */
  public void write(BoardDefinition board) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", board.name());
    values.put("tags", board.tags());
    Map<String, Integer> limits = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      if (board.limits().containsKey(status)) {
        limits.put(status.text(), board.limits().get(status));
      }
    }
    values.put("limits", limits);
    write(board.id() + EXTENSION, YamlDocument.print(values));
  }

  /** Creates or replaces the page generated from a board. */
  public void writePage(BoardId id, String markdown) {
    write(id + ".md", markdown);
  }

  private void write(String name, String text) {
    try {
      AtomicFile.write(directory.resolve(name), text, durable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<BoardId> ids() {
    List<BoardId> ids = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + EXTENSION)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String stem = name.substring(0, name.length() - EXTENSION.length());
        if (BoardId.FORM.matcher(stem).matches()) {
          ids.add(new BoardId(stem));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ids;
  }

  private static BoardDefinition parse(BoardId id, String text) {
    YamlDocument document = YamlDocument.parse(text).onlyKeys(Set.of("name", "tags", "limits"));
    YamlDocument limits = document.document("limits");
    Map<Status, Integer> limitByStatus = new EnumMap<>(Status.class);
    for (String key : limits.keys()) {
      limitByStatus.put(Status.of(key), limits.required(key, Integer::valueOf));
    }
    return new BoardDefinition(
        id,
        document.required("name", Function.identity()),
        document.list("tags", Function.identity()),
        limitByStatus);
  }
}
