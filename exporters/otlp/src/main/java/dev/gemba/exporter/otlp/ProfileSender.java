package dev.gemba.exporter.otlp;

import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends profiles, each of them once; what is not delivered is lost. For one thread.
 *
 * <p>Spans and metrics must not suffer from a server that has no use for profiles: one that does
 * not know them is not asked again, and one that may take them later is left alone for a while, as
 * each attempt may cost the whole timeout.
 */
final class ProfileSender {

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final OtlpConnection connection;
  private final SignalSettings to;

  /** Before which nothing is sent, by the time of snapshots. */
  private Instant again = Instant.MIN;

  /** Why nothing is sent until then; null before the first refusal. */
  private Answer refusal;

  ProfileSender(OtlpConnection connection, SignalSettings to) {
    this.connection = connection;
    this.to = to;
  }

  /** Sends those of a snapshot in one request, as they share most of their frames. */
  void send(Snapshot snapshot, Outcome outcome) throws IOException, InterruptedException {
    int profiles = snapshot.profiles().size();
    if (profiles == 0) {
      return;
    }
    if (snapshot.time().isBefore(again)) {
      outcome.profilesLost(refusal, profiles, to.endpoint());
      return;
    }
    Answer answer = connection.sendProfiles(snapshot).await(to.timeout());
    switch (answer.verdict()) {
      case ACCEPTED -> {
        if (answer.rejected() > 0) {
          outcome.profilesLost(answer, Math.min(profiles, answer.rejected()), to.endpoint());
        }
        return;
      }
      case UNKNOWN -> again = Instant.MAX;
      case RETRYABLE -> again = snapshot.time().plus(answer.retryAfter().orElse(PAUSE));
      case REFUSED -> {
        // Perhaps of these alone: they may have been too many.
      }
    }
    refusal = answer;
    outcome.profilesLost(answer, profiles, to.endpoint());
  }
}
