/**
 * What the libraries find in place of {@code java.util.logging}: the few members that they call,
 * all of which do nothing. See {@link dev.gemba.exporter.opentelemetry.QuietLoader}.
 */
package dev.gemba.exporter.opentelemetry.silent;
