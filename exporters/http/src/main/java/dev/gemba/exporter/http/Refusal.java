package dev.gemba.exporter.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What a server has against a request.
 *
 * @param text for a person
 * @param invitesRetry whether the same request may be accepted later
 * @param retryAfter the server's wish to be left alone for so long
 */
public record Refusal(String text, boolean invitesRetry, Optional<Duration> retryAfter) {

  /** There was no answer at all: nobody knows whether the server has accepted. */
  public static Refusal unanswered(String why) {
    return new Refusal(why, true, Optional.empty());
  }
}
