package dev.gemba.agent.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * The directory of the sockets of one user's JVMs: open to that user alone, which is what keeps
 * others out. In the system's directory for temporary files, where the JVM's own attach mechanism
 * has its files too, and whatever {@code java.io.tmpdir} says.
 */
final class ControlDirectory {

  private static final String OWNER_ONLY = "rwx------";

  private ControlDirectory() {}

  /** Where the directory of the user of this process is, or would be. */
  static Path ofThisUser() {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
      return Path.of("/tmp", "gemba-" + uid());
    }
    return Path.of(
        System.getProperty("java.io.tmpdir", "."), "gemba-" + System.getProperty("user.name", ""));
  }

  private static Object uid() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException e) {
      return System.getProperty("user.name", "");
    }
  }

  /**
   * Makes the directory if it is not there.
   *
   * @throws IOException if what is there is not safe to use; the message says why
   */
  static void makeSafe(Path directory) throws IOException {
    boolean posix = Files.getFileStore(directory.getParent()).supportsFileAttributeView("posix");
    try {
      if (posix) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
      } else {
        // Without permissions of this kind, the directory for temporary files is the user's own.
        Files.createDirectory(directory);
      }
    } catch (FileAlreadyExistsException e) {
      if (posix) {
        check(directory);
      }
    }
  }

  private static void check(Path directory) throws IOException {
    PosixFileAttributes found =
        Files.getFileAttributeView(
                directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    String permissions = PosixFilePermissions.toString(found.permissions());
    String own = ownerOfWhatWeMake(directory);
    String wrong =
        found.isSymbolicLink()
            ? "is a symbolic link"
            : !found.isDirectory()
                ? "is no directory"
                : !found.owner().getName().equals(own)
                    ? "belongs to " + found.owner().getName() + " and not to " + own
                    : !permissions.equals(OWNER_ONLY)
                        ? "is open to others (" + permissions + ")"
                        : null;
    if (wrong != null) {
      throw new IOException(directory + " " + wrong + "; remove it to have one made");
    }
  }

  /** The owner of this process, by the name that files have. */
  private static String ownerOfWhatWeMake(Path directory) throws IOException {
    Path made = Files.createTempFile(directory.getParent(), "gemba-", null);
    try {
      return Files.getOwner(made).getName();
    } finally {
      Files.delete(made);
    }
  }
}
