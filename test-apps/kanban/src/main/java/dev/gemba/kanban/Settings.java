package dev.gemba.kanban;

import dev.gemba.kanban.peer.Peer;
import dev.gemba.kanban.plugin.Plugin;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How a server runs.
 *
 * @param data the directory that holds everything; created if it is missing
 * @param port the port on the loopback interface; 0 for any free one
 * @param threads how many requests are answered at a time
 * @param durable whether each write of a file waits for the disk
 * @param clock what the time is
 * @param nanoTime how time passes, as {@link System#nanoTime} tells it
 * @param peer another server whose sprints are shown beside one's own; null for none
 * @param extraPlugins plugins beside the bundled ones
 */
public record Settings(
    Path data,
    int port,
    int threads,
    boolean durable,
    Clock clock,
    LongSupplier nanoTime,
    Peer peer,
    List<Plugin> extraPlugins) {
  public Settings {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(nanoTime, "nanoTime");
    extraPlugins = List.copyOf(extraPlugins);
  }

  /**
   * Settings with the time of the machine and the bundled plugins only.
   *
   * @param peer null for none
   */
  public static Settings of(Path data, int port, int threads, boolean durable, Peer peer) {
    return new Settings(
        data, port, threads, durable, Clock.systemUTC(), System::nanoTime, peer, List.of());
  }
}
