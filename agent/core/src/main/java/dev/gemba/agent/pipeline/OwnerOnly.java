package dev.gemba.agent.pipeline;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that nobody but their owner can read, where the file system knows of such a thing: spans
 * hold what the config captures of an application's calls.
 */
final class OwnerOnly {

  private OwnerOnly() {}

  /** Makes the directory, and those above, which are left to the process's umask. */
  static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (directory.getParent() != null) {
      Files.createDirectories(directory.getParent());
    }
    try {
      Files.createDirectory(directory, only("rwx------", directory));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /**
   * @throws FileAlreadyExistsException if there is one
   */
  static void createFile(Path file) throws IOException {
    Files.createFile(file, only("rw-------", file));
  }

  private static FileAttribute<?>[] only(String permissions, Path on) {
    boolean posix = on.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
