package dev.gemba.kanban.team;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Teams in the database. Thread-safe. */
public final class TeamRepository {
  private static final String SELECT =
      "select t.id, t.name, m.name as member from team t left join member m on m.team_id = t.id ";

  private final Database database;

  public TeamRepository(Database database) {
    this.database = database;
  }

  /** Every team, by name. */
  public List<Team> findAll() {
    return teams(database.query(SELECT + "order by t.name, m.name", Row::of));
  }

  public Optional<Team> find(long id) {
    return teams(database.query(SELECT + "where t.id = ? order by m.name", Row::of, id)).stream()
        .findFirst();
  }

  /** Adds a team with its members, all or nothing. */
  public Team insert(TeamDraft draft) {
    return database.transaction(
        connection -> {
          long id = Database.insert(connection, "insert into team (name) values (?)", draft.name());
          for (String member : draft.members()) {
            Database.update(
                connection, "insert into member (team_id, name) values (?, ?)", id, member);
          }
          return new Team(id, draft.name(), draft.members().stream().sorted().toList());
        });
  }

  /** One query for any number of teams: the rows of a team follow each other. */
  private static List<Team> teams(List<Row> rows) {
    Map<Long, List<Row>> rowsByTeam =
        rows.stream()
            .collect(Collectors.groupingBy(Row::id, LinkedHashMap::new, Collectors.toList()));
    return rowsByTeam.values().stream().map(TeamRepository::team).toList();
  }

  private static Team team(List<Row> rows) {
    Row first = rows.get(0);
    return new Team(
        first.id(), first.name(), rows.stream().map(Row::member).filter(Objects::nonNull).toList());
  }

  /** A team with one of its members; null for the member of an empty team. */
  private record Row(long id, String name, String member) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(row.getLong("id"), row.getString("name"), row.getString("member"));
    }
  }
}
