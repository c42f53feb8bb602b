package dev.gemba.bench;

import java.nio.file.Path;

/**
 * One way of profiling a server.
 *
 * @param name for {@code --only} and programs
 * @param title for people
 * @param launcher makes what the JVM is told; it may use the directory
 * @param check looks at what the server's JVM left behind when it has ended
 */
record ProfileWay(String name, String title, StartWay.Launcher launcher, Check check) {

  /** Whether there is what the profiler was to take. */
  interface Check {
    Verdict of(Path directory) throws Exception;
  }
}
