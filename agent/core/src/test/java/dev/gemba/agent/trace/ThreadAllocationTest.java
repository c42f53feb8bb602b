package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadAllocationTest {

  private static final int BYTES = 1 << 20;
  private static final int BESIDES = 64 << 10;

  private static volatile byte[] last;

  private final ThreadAllocation allocation = new ThreadAllocation();

  @Test
  void countsWhatTheCallingThreadAllocates() {
    allocation.look();
    long before = allocation.now();
    last = new byte[BYTES];
    long after = allocation.now();

    assertThat(last).hasSize(BYTES);
    assertThat(before).isNotNegative();
    assertThat(after - before).isBetween((long) BYTES, (long) BYTES + BESIDES);
  }

  @Test
  void knowsNothingBeforeItHasLooked() {
    assertThat(allocation.now()).isEqualTo(-1);
  }
}
