/**
 * Starts the agent, part by part, in {@link dev.gemba.agent.Agent}. Everything else is in the
 * packages below, by what it does.
 */
package dev.gemba.agent;
