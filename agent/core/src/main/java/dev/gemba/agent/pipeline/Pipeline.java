package dev.gemba.agent.pipeline;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import dev.gemba.api.export.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Hands snapshots to all exporters. Safe for any thread; {@link #accept} never blocks. */
public final class Pipeline {

  private final List<Lane> lanes = new ArrayList<>();
  private final Consumer<String> messages;

  /**
   * An empty pipeline.
   *
   * @param messages takes one-line messages for the user
   */
  public Pipeline(Consumer<String> messages) {
    this.messages = messages;
  }

  /** Adds an exporter, which is opened on a thread of its own once {@link #start} is called. */
  public void add(ExporterProvider provider, Map<String, String> options, DropCounters drops) {
    String name = provider.name();
    lanes.add(
        new Lane(
            name,
            () -> provider.open(new ExporterOptions(options, messages)),
            drops,
            messages,
            locations -> sayWhere(name, locations)));
  }

  public void start() {
    lanes.forEach(Lane::start);
  }

  public void accept(Snapshot snapshot) {
    lanes.forEach(lane -> lane.accept(snapshot));
  }

  /** Lets every exporter deliver what it holds, all at once, for this long at most. */
  public void close(Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    lanes.forEach(Lane::beginClose);
    for (Lane lane : lanes) {
      if (!lane.awaitClose((until - System.nanoTime()) / 1_000_000)) {
        messages.accept(
            "exporter "
                + lane.name()
                + " did not finish within "
                + limit.toMillis()
                + " ms; what it still held is lost");
      }
    }
  }

  private void sayWhere(String name, List<String> locations) {
    if (!locations.isEmpty()) {
      messages.accept(name + ": " + String.join(", ", locations));
    }
  }
}
