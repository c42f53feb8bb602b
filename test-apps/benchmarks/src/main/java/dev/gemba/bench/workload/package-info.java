/**
 * What runs in the forked JVMs, under one agent or another. It needs the JDK only, knows nothing of
 * agents, and reports in lines of a name and a number on its standard output.
 */
package dev.gemba.bench.workload;
