/** Metrics of the JVM and its process, under OpenTelemetry's semantic-convention names. */
package dev.gemba.agent.runtime;
