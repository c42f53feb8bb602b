package dev.gemba.kanban;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where what is kept. */
public record DataDirectory(Path root) {
  /** The directory, created if it is missing. */
  public static DataDirectory open(Path root) throws IOException {
    Files.createDirectories(root);
    return new DataDirectory(root);
  }

  /** One Markdown file a task. */
  public Path tasks() {
    return root.resolve("tasks");
  }

  /** One YAML file a board, and the pages generated from boards. */
  public Path boards() {
    return root.resolve("boards");
  }

  /** The API keys. */
  public Path keys() {
    return root.resolve("keys.yaml");
  }

  /** Who did what. */
  public Path activity() {
    return root.resolve("activity.jsonl");
  }
}
