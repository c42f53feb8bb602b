/**
 * The benchmarks' driver: forks fresh JVMs, with Gemba, with its peers and without, one after the
 * other, reads what their workloads report, checks that each agent really recorded, and writes
 * tables and JSON. {@link dev.gemba.bench.Benchmarks} is where to begin.
 */
package dev.gemba.bench;
