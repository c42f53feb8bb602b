package dev.gemba.agent;

import java.io.File;

/**
 * Notices that a file has been changed, by its time and length: that works on every file system,
 * through symbolic links too, and costs one question to the system a second. A file that is being
 * written is left alone until it has kept still from one question to the next. For one thread.
 */
final class ConfigWatch {

  /** A file at a moment; all zero if it is not there. */
  private record Stamp(String path, long modified, long length) {}

  private Stamp known;
  private Stamp last;

  /** Takes a file as it is now for the known one; null watches nothing. */
  void begin(File file) {
    known = stampOf(file);
    last = known;
  }

  /** Whether the file has changed since {@link #begin}, or since this was last true. */
  boolean hasChanged(File file) {
    Stamp now = stampOf(file);
    boolean still = now.equals(last);
    last = now;
    // A file that is gone for a moment is one that an editor is about to replace.
    if (!still || now.equals(known) || now.modified == 0) {
      return false;
    }
    known = now;
    return true;
  }

  private static Stamp stampOf(File file) {
    return file == null
        ? new Stamp("", 0, 0)
        : new Stamp(file.getPath(), file.lastModified(), file.length());
  }
}
