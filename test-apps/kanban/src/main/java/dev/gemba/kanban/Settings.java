package dev.gemba.kanban;

import dev.gemba.kanban.plugin.Plugin;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * How a server runs.
 *
 * @param data the directory that holds everything; created if it is missing
 * @param port the port on the loopback interface; 0 for any free one
 * @param threads how many requests are answered at a time
 * @param durable whether each write of a file waits for the disk
 * @param clock what the time is
 * @param extraPlugins plugins beside the bundled ones
 */
public record Settings(
    Path data, int port, int threads, boolean durable, Clock clock, List<Plugin> extraPlugins) {
  public Settings {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(clock, "clock");
    extraPlugins = List.copyOf(extraPlugins);
  }

  /** The usual settings: UTC time, no waiting for the disk, bundled plugins only. */
  public static Settings of(Path data, int port, int threads) {
    return new Settings(data, port, threads, false, Clock.systemUTC(), List.of());
  }
}
