package dev.gemba.kanban.peer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.kanban.problem.Problem;
import dev.gemba.kanban.team.Sprint;
import dev.gemba.kanban.team.TeamService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** What two servers know of a team, asked at the same time. Thread-safe. */
public final class OverviewService {
  private final TeamService teams;
  private final Peer peer;
  private final Executor executor;

  /**
   * Puts the service together.
   *
   * @param peer null if there is none
   * @param executor where one's own sprints are read meanwhile
   */
  public OverviewService(TeamService teams, Peer peer, Executor executor) {
    this.teams = teams;
    this.peer = peer;
    this.executor = executor;
  }

  /**
   * The sprints of a team, here and at the peer.
   *
   * @throws Problem.NotFound if there is no such team here, or no peer
   * @throws Problem.PeerFailed if the peer does not tell
   */
  public Overview overview(long teamId) {
    if (peer == null) {
      throw new Problem.NotFound("this server has no peer");
    }
    CompletableFuture<List<Sprint>> here =
        CompletableFuture.supplyAsync(() -> teams.sprints(teamId), executor);
    try {
      return here.thenCombine(peer.sprints(teamId), Overview::new).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Problem problem ? problem : e;
    }
  }

  /** Sprints of a team, the peer's as it tells them. */
  public record Overview(List<Sprint> here, JsonNode peer) {
    public Overview {
      here = List.copyOf(here);
    }
  }
}
