package dev.gemba.agent.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The file system, as far as loading a config needs it. */
public interface ConfigFiles {

  /** Whether there is anything of that name. */
  boolean exists(File file);

  /** Whether it is a directory. */
  boolean isDirectory(File file);

  /**
   * The first bytes of a file.
   *
   * @param mostBytes at most so many are read, so that a device or a log file named by mistake does
   *     no harm
   * @throws IOException if it cannot be read
   */
  byte[] read(File file, int mostBytes) throws IOException;

  /** The real one. */
  static ConfigFiles real() {
    return new ConfigFiles() {
      @Override
      public boolean exists(File file) {
        return file.exists();
      }

      @Override
      public boolean isDirectory(File file) {
        return file.isDirectory();
      }

      @Override
      public byte[] read(File file, int mostBytes) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
          return in.readNBytes(mostBytes);
        }
      }
    };
  }
}
