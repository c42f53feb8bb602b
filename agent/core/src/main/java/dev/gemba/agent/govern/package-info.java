/**
 * What Gemba costs the process that it is in. {@link dev.gemba.agent.govern.OverheadMeter} is the
 * way in; it is a model, so read there what it does not see.
 */
package dev.gemba.agent.govern;
