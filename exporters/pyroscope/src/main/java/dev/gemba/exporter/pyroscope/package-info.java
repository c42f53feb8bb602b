/**
 * The {@code pyroscope} exporter: profiles for a Grafana Pyroscope server, as pprof.
 *
 * <p>{@link dev.gemba.exporter.pyroscope.PyroscopeSettings} says which keys the config takes,
 * {@link dev.gemba.exporter.pyroscope.Pprof} what becomes of a profile.
 */
package dev.gemba.exporter.pyroscope;
