/**
 * The way of snapshots out of the process: one collector thread that takes them, and a lane with a
 * thread of its own for each exporter, so that a slow one holds up nobody else.
 */
package dev.gemba.agent.pipeline;
