package dev.gemba.webapp;

/** What can be bought. */
public record Product(long id, String name, long priceCents, int stock) {}
