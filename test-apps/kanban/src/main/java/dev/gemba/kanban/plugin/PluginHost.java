package dev.gemba.kanban.plugin;

import static java.lang.System.Logger.Level.WARNING;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Tells every plugin of every event and contains whatever a plugin does wrong. Thread-safe. */
public final class PluginHost {
  private static final System.Logger LOG = System.getLogger(PluginHost.class.getName());

  private final List<Hosted> plugins;

  public PluginHost(List<? extends Plugin> plugins) {
    this.plugins = plugins.stream().map(Hosted::new).toList();
  }

  /** Calls the hooks in the order of the plugins, on this thread; never throws for a plugin. */
  public void fire(Event event) {
    for (Hosted hosted : plugins) {
      hosted.deliver(event);
    }
  }

  /** What each plugin has done so far. */
  public List<Statistics> statistics() {
    return plugins.stream().map(Hosted::statistics).toList();
  }

  /** How often a plugin was called and how often it failed. */
  public record Statistics(String plugin, long events, long failures) {}

  private static final class Hosted {
    private final Plugin plugin;
    private final LongAdder events = new LongAdder();
    private final LongAdder failures = new LongAdder();

    Hosted(Plugin plugin) {
      this.plugin = plugin;
    }

    void deliver(Event event) {
      events.increment();
      try {
        event.deliverTo(plugin);
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        failures.increment();
        report(event, e);
      }
    }

    /** Says the 1st, 2nd, 4th, 8th … failure, so that a broken plugin cannot flood the log. */
    private void report(Event event, Throwable failure) {
      long count = failures.sum();
      if (Long.bitCount(count) == 1) {
        LOG.log(
            WARNING,
            () ->
                "plugin %s failed %d time(s), last on %s"
                    .formatted(plugin.name(), count, event.getClass().getSimpleName()),
            failure);
      }
    }

    Statistics statistics() {
      return new Statistics(plugin.name(), events.sum(), failures.sum());
    }
  }
}
