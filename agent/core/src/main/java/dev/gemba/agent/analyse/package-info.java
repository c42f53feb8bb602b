/**
 * Pure functions over the model records of {@code dev.gemba.api.export}: what a snapshot, or a file
 * full of them, means to a person. Nothing here reads a file, a clock or the running process.
 */
package dev.gemba.agent.analyse;
