package dev.gemba.kanban.security;

import dev.gemba.kanban.store.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** API keys in a YAML file that only its owner can read. */
public final class KeyFile {
  private static final Set<String> KEYS = Set.of("key", "name", "role", "requests-per-second");

  private KeyFile() {}

  /**
   * Reads the keys.
   *
   * @throws dev.gemba.kanban.store.MalformedDocument if the file does not say what it must
   */
  public static ApiKeys read(Path file) throws IOException {
    Map<String, Principal> principals = new HashMap<>();
    YamlDocument document = YamlDocument.parse(Files.readString(file)).onlyKeys(Set.of("keys"));
    for (YamlDocument entry : document.documents("keys")) {
      entry.onlyKeys(KEYS);
      principals.put(
          entry.required("key", Function.identity()),
          new Principal(
              entry.required("name", Function.identity()),
              entry.required("role", Role::of),
              entry.required("requests-per-second", Integer::valueOf)));
    }
    return new ApiKeys(principals);
  }

  /**
   * Creates the file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is there already
   */
  public static void create(Path file, ApiKeys keys) throws IOException {
    List<Map<String, Object>> entries =
        keys.all().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry(entry.getKey(), entry.getValue()))
            .toList();
    Files.createFile(file, ownerOnly(file));
    Files.writeString(
        file, YamlDocument.print(Map.of("keys", entries)), StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static Map<String, Object> entry(String key, Principal principal) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("key", key);
    entry.put("name", principal.name());
    entry.put("role", principal.role().text());
    entry.put("requests-per-second", principal.requestsPerSecond());
    return entry;
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
