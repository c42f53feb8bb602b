package dev.gemba.agent.pipeline;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Hands snapshots to all exporters. {@link #accept} and {@link #states} are safe for any thread and
 * never block; the other methods are for one thread at a time.
 */
public final class Pipeline {

  /** What the section of any exporter that takes spans may say, for the pipeline to act on. */
  public static final Set<String> KEYS = SpoolSettings.KEYS;

  /** How long an exporter that the config no longer wants may take to deliver what it holds. */
  private static final Duration TO_LEAVE = Duration.ofSeconds(5);

  /** An exporter that the config asks for. */
  private record Wanted(
      ExporterProvider provider, Map<String, String> options, boolean takesProfiles, Lane lane) {

    boolean is(ExporterProvider otherProvider, Map<String, String> otherOptions) {
      return provider.name().equals(otherProvider.name()) && options.equals(otherOptions);
    }
  }

  private final DropCounters drops;
  private final Consumer<String> messages;
  private volatile List<Wanted> lanes = List.of();
  private volatile int everySeconds = 1;

  /**
   * A pipeline without exporters.
   *
   * @param messages takes one-line messages for the user
   */
  public Pipeline(DropCounters drops, Consumer<String> messages) {
    this.drops = drops;
    this.messages = messages;
  }

  /**
   * Exports to these and no others from now on, each on a thread of its own. Those that are there
   * already with the same options go on as they are; others deliver what they hold and are closed
   * first, as the new ones may want the same file or port.
   */
  public void exportTo(Map<ExporterProvider, Map<String, String>> exporters) {
    List<Wanted> kept = new ArrayList<>();
    List<Lane> left = new ArrayList<>();
    for (Wanted wanted : lanes) {
      boolean stays =
          exporters.entrySet().stream().anyMatch(e -> wanted.is(e.getKey(), e.getValue()));
      if (stays) {
        kept.add(wanted);
      } else {
        left.add(wanted.lane);
      }
    }
    lanes = List.copyOf(kept);
    try {
      close(left, TO_LEAVE);
    } catch (InterruptedException e) {
      // Somebody is in a hurry: what is left goes on by itself.
      Thread.currentThread().interrupt();
    }
    List<Wanted> next = new ArrayList<>(kept);
    exporters.forEach(
        (provider, options) -> {
          if (kept.stream().noneMatch(wanted -> wanted.is(provider, options))) {
            next.add(open(provider, options));
          }
        });
    lanes = List.copyOf(next);
  }

  private Wanted open(ExporterProvider provider, Map<String, String> options) {
    ExporterOptions forExporter = new ExporterOptions(options, messages);
    Lane lane =
        new Lane(
            provider.name(),
            () -> {
              // What is wrong with it keeps the exporter off, like any other key.
              SpoolSettings.read(provider.name(), forExporter);
              return provider.open(forExporter);
            },
            losses -> openSpool(provider.name(), forExporter, losses),
            new LaneQueue(provider.name(), drops),
            new BackOff(System::nanoTime, () -> ThreadLocalRandom.current().nextDouble()),
            messages);
    lane.queue().exportEvery(everySeconds);
    lane.start();
    return new Wanted(provider, Map.copyOf(options), provider.takesProfiles(forExporter), lane);
  }

  private static Spool openSpool(String name, ExporterOptions options, Spool.Losses losses)
      throws IOException {
    SpoolSettings settings = SpoolSettings.read(name, options).orElse(null);
    return settings == null ? null : Spool.open(settings.directory(), settings.sizeBytes(), losses);
  }

  public void accept(Snapshot snapshot) {
    for (Wanted wanted : lanes) {
      Snapshot part = partFor(wanted, snapshot);
      if (!part.isEmpty()) {
        wanted.lane.queue().accept(part);
      }
    }
  }

  private static Snapshot partFor(Wanted wanted, Snapshot whole) {
    Snapshot part = wanted.takesProfiles ? whole : whole.withProfiles(List.of());
    part = wanted.provider.takesMetrics() ? part : part.withoutMetrics();
    return wanted.provider.takesSpans() ? part : part.withSpans(List.of());
  }

  /** Whether any of the exporters takes profiles out. For any thread. */
  public boolean takesProfiles() {
    return lanes.stream().anyMatch(Wanted::takesProfiles);
  }

  /** Lets exporters have a snapshot after so many seconds at the earliest. For any thread. */
  public void exportEvery(int seconds) {
    everySeconds = seconds;
    lanes.forEach(wanted -> wanted.lane.queue().exportEvery(seconds));
  }

  /** Whether anybody is there to take a snapshot. */
  public boolean isEmpty() {
    return lanes.isEmpty();
  }

  /** How many spans wait for their exporters, or are being exported. */
  public int waitingSpans() {
    return lanes.stream().mapToInt(wanted -> wanted.lane.queue().waitingSpans()).sum();
  }

  /** How the exporters are doing. */
  public List<LaneState> states() {
    return lanes.stream().map(wanted -> wanted.lane.state()).toList();
  }

  /** Lets every exporter deliver what it holds, all at once, for this long at most. */
  public void close(Duration limit) throws InterruptedException {
    close(lanes.stream().map(Wanted::lane).toList(), limit);
  }

  private void close(List<Lane> leaving, Duration limit) throws InterruptedException {
    long now = System.nanoTime();
    long until = now + limit.toNanos();
    leaving.forEach(lane -> lane.queue().beginClose());
    for (Lane lane : leaving) {
      // Who spools gives up the server sooner, and has the rest of the time for the disk.
      if (lane.spools() && !lane.awaitEnd(millisUntil(now + limit.toNanos() / 2))) {
        lane.hurry();
      }
    }
    for (Lane lane : leaving) {
      boolean ended = lane.awaitEnd(millisUntil(until));
      if (!ended) {
        lane.hurry();
      }
      boolean allOnDisk = lane.spools() && lane.queue().waitingSpans() == 0;
      if (!ended && !allOnDisk) {
        messages.accept(
            "exporter "
                + lane.name()
                + " did not finish within "
                + limit.toMillis()
                + " ms; what it still held is lost");
      }
    }
  }

  private static long millisUntil(long nanoTime) {
    return (nanoTime - System.nanoTime()) / 1_000_000;
  }
}
