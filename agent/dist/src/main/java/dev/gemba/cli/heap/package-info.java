/**
 * What stays on the heap: {@link dev.gemba.cli.heap.LeakSamples} reads a recording of JDK Flight
 * Recorder's leak profiler, {@link dev.gemba.cli.heap.LeakRanking} says what of it looks like a
 * leak.
 */
package dev.gemba.cli.heap;
