/**
 * The first of Gemba behind the isolated loader: gets the bridge in place, then starts the agent.
 */
package dev.gemba.start;
