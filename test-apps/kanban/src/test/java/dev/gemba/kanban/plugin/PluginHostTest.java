package dev.gemba.kanban.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginHostTest {
  private static final Event EVENT = new Event.Started(List.of());

  private final List<String> called = new ArrayList<>();

  @Test
  void aFailureStopsNoOtherPluginAndIsCounted() {
    PluginHost host =
        new PluginHost(
            List.of(
                plugin("first", () -> {}),
                plugin("broken", PluginHostTest::overflow),
                plugin("last", () -> {})));

    host.fire(EVENT);
    host.fire(EVENT);

    assertThat(called).containsExactly("first", "broken", "last", "first", "broken", "last");
    assertThat(host.statistics())
        .containsExactly(
            new PluginHost.Statistics("first", 2, 0),
            new PluginHost.Statistics("broken", 2, 2),
            new PluginHost.Statistics("last", 2, 0));
  }

  @Test
  void doesNotHideThatTheMachineIsBroken() {
    PluginHost host =
        new PluginHost(
            List.of(
                plugin(
                    "greedy",
                    () -> {
                      throw new OutOfMemoryError("in a test");
                    })));

    assertThatThrownBy(() -> host.fire(EVENT)).isInstanceOf(OutOfMemoryError.class);
  }

  private static void overflow() {
    throw new StackOverflowError("in a test");
  }

  private Plugin plugin(String name, Runnable action) {
    return new Plugin() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void onStarted(Event.Started event) {
        called.add(name);
        action.run();
      }
    };
  }
}
