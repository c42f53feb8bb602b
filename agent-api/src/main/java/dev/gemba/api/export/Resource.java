package dev.gemba.api.export;

/**
 * The process that was measured.
 *
 * @param attributes by OpenTelemetry's semantic conventions: {@code service.name}, {@code
 *     process.pid}, {@code process.runtime.version} and so on
 */
public record Resource(Attributes attributes) {}
