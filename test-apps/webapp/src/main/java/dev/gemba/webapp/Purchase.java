package dev.gemba.webapp;

/** What was bought. */
public record Purchase(long id, long productId, int quantity, long totalCents) {}
