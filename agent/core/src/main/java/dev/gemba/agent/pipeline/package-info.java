/**
 * The way of snapshots out of the process: one collector thread that takes them, and a lane with a
 * thread of its own for each exporter, so that a slow one holds up nobody else. A lane tries again
 * what may be, with pauses that grow, and keeps it on disk meanwhile if its exporter has a spool.
 */
package dev.gemba.agent.pipeline;
