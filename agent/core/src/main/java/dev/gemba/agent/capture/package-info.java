/**
 * Reads values of a call by the config's paths: dimensions, measures, span attributes. Runs on
 * application threads, at the end of calls of methods that ask for it, and contains every failure.
 */
package dev.gemba.agent.capture;
