package dev.gemba.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where things lie. */
final class Place {

  private final Path root;

  /** The project's root. */
  Place(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  Path results() {
    return module().resolve("target/results");
  }

  Path gemba() {
    return existing(root.resolve("agent/dist/target/gemba.jar"));
  }

  Path kanban() {
    return existing(root.resolve("test-apps/kanban/target/kanban.jar"));
  }

  /** The shop on Spring Boot. */
  Path webapp() {
    return existing(root.resolve("test-apps/webapp/target/webapp.jar"));
  }

  Path kanbanConfig() {
    return existing(root.resolve("test-apps/kanban/gemba.yaml"));
  }

  /** The classes of this module, which are the workloads too. */
  Path benchmarks() {
    return existing(module().resolve("target/benchmarks.jar"));
  }

  /** A jar of another agent, such as {@code elastic-apm-agent.jar}. */
  Path peer(String name) {
    return existing(module().resolve("target/peers").resolve(name));
  }

  /** An empty directory of that name, under {@code target/work}. */
  Path work(String name) throws IOException {
    Path directory = module().resolve("target/work").resolve(name);
    deleteAll(directory);
    return Files.createDirectories(directory);
  }

  static void deleteAll(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> below = Files.walk(directory)) {
      below.sorted(Comparator.reverseOrder()).forEach(Place::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path module() {
    return root.resolve("test-apps/benchmarks");
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException("there is no " + path + "; build the project first");
    }
    return path;
  }
}
