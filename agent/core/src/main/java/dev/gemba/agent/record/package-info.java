/**
 * The reading side of the recorders: from what application threads left behind to the exporters'
 * model. Used by the collector thread alone.
 */
package dev.gemba.agent.record;
