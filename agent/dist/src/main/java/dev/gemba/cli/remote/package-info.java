/**
 * Reaches the agent in another JVM: finds JVMs and their control sockets, attaches, asks. Knows
 * nothing of how answers are shown.
 */
package dev.gemba.cli.remote;
