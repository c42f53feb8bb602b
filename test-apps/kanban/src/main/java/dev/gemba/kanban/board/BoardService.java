package dev.gemba.kanban.board;

import dev.gemba.kanban.model.Board;
import dev.gemba.kanban.model.BoardDefinition;
import dev.gemba.kanban.model.BoardId;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.PluginHost;
import dev.gemba.kanban.problem.Problem;
import dev.gemba.kanban.store.BoardStore;
import dev.gemba.kanban.store.TaskStore;
import java.time.Clock;
import java.util.List;

/** Everything that can be done with boards. Thread-safe; each call reads the task files anew. */
public final class BoardService {
  private final BoardStore boards;
  private final TaskStore tasks;
  private final PluginHost plugins;
  private final Clock clock;

  public BoardService(BoardStore boards, TaskStore tasks, PluginHost plugins, Clock clock) {
    this.boards = boards;
    this.tasks = tasks;
    this.plugins = plugins;
    this.clock = clock;
  }

  /** Every board there is, without its cards. */
  public List<BoardDefinition> definitions() {
    return boards.readAll();
  }

  /** Creates or replaces a board. */
  public BoardDefinition define(BoardDefinition board) {
    boards.write(board);
    return board;
  }

  /**
   * Puts the board together from the task files and tells the plugins.
   *
   * @throws Problem.NotFound if there is no such board
   */
  public Board load(BoardId id) {
    Board board = assemble(id);
    plugins.fire(new Event.BoardLoaded(board));
    return board;
  }

  /**
   * Writes the board as a Markdown page beside its definition and returns the page.
   *
   * @throws Problem.NotFound if there is no such board
   */
  public String generate(BoardId id) {
    String page = BoardPage.render(assemble(id));
    boards.writePage(id, page);
    return page;
  }

  /**
   * How work flows over the board.
   *
   * @throws Problem.NotFound if there is no such board
   */
  public Analytics analyse(BoardId id) {
    BoardDefinition definition = find(id);
    List<Task> shown = tasks.readAll().tasks().stream().filter(definition::shows).toList();
    return FlowAnalysis.of(shown, clock.instant());
  }

  private Board assemble(BoardId id) {
    return BoardAssembly.assemble(find(id), tasks.readAll().tasks(), clock.instant());
  }

  private BoardDefinition find(BoardId id) {
    return boards.read(id).orElseThrow(() -> new Problem.NotFound("no board " + id));
  }
}
