/**
 * The control channel: what the command line and the dashboard ask of the agent, over a Unix domain
 * socket that only the JVM's own user can reach. It knows the agent by {@link
 * dev.gemba.agent.control.AgentCommands} alone.
 *
 * <p>A request is one line of UTF-8, {@code COMMAND key=value …}, values percent-encoded; the
 * answer is one JSON object a line. An error is an object with the one member {@code error}.
 */
package dev.gemba.agent.control;
