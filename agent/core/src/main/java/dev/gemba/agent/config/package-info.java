/**
 * From text to a validated, immutable {@link dev.gemba.agent.config.AgentConfig}, with every
 * problem reported at once: where it stands, what was found, what is accepted.
 *
 * <p>The way of a load: {@link dev.gemba.agent.config.ConfigLoader} finds the file, {@code
 * YamlTree} makes a tree of values that know their place, {@code Overlay} lays system properties
 * and environment variables over it, {@code ConfigReader} turns the tree into records. {@code
 * Schema} is the one list of known keys; the reference for users is {@code agent/core/CONFIG.md}.
 *
 * <p>All of it runs in {@code premain}: {@code java.io} only, and on the good path no lambda,
 * stream or regular expression, whose first use would cost every start of the application.
 */
package dev.gemba.agent.config;
