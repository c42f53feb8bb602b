package dev.gemba.cli.top;

import dev.gemba.cli.html.Numbers;
import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/** Keeps the table on the screen until the user quits or the agent is gone. For one thread. */
public final class LiveTable {

  private static final long TURN_MILLIS = 100;
  private static final int LEAST_WIDTH = 20;
  private static final int LEAST_HEIGHT = 5;

  private final FrameSource source;
  private final Screen screen;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  public LiveTable(FrameSource source, Numbers numbers, boolean unicode) {
    this.source = source;
    this.screen = new Screen(numbers, unicode);
  }

  /** One frame as text, for paper and pipes. */
  public static List<String> text(
      Frame frame,
      Column sort,
      String filter,
      int window,
      int width,
      Numbers numbers,
      boolean unicode) {
    return new Screen(numbers, unicode)
        .print(frame, View.initial(sort, filter, window), width).stream()
            .map(line -> line.toString().stripTrailing())
            .toList();
  }

  /**
   * Runs until the user quits.
   *
   * @return why the agent is gone; null if the user had enough
   */
  public RemoteException run(Column sort, String filter, int window)
      throws IOException, RemoteException {
    // By stty: the other ways unpack native code into a file, or have newer JDKs print a warning.
    try (Terminal terminal =
        TerminalBuilder.builder().system(true).exec(true).jni(false).ffm(false).build()) {
      Attributes before = terminal.enterRawMode();
      Thread restoring = new Thread(() -> restore(terminal, before), "gemba-restore");
      Runtime.getRuntime().addShutdownHook(restoring);
      terminal.handle(Terminal.Signal.INT, signal -> interrupted.set(true));
      terminal.puts(Capability.enter_ca_mode);
      terminal.puts(Capability.cursor_invisible);
      try {
        return loop(terminal, View.initial(sort, filter, window));
      } finally {
        restore(terminal, before);
        Runtime.getRuntime().removeShutdownHook(restoring);
      }
    }
  }

  private static void restore(Terminal terminal, Attributes before) {
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
  }

  private RemoteException loop(Terminal terminal, View initial)
      throws IOException, RemoteException {
    KeyReader keys = new KeyReader(terminal.reader());
    View view = initial;
    source.look(view.window());
    Frame frame = null;
    Size drawn = new Size();
    boolean stale = true;
    while (!view.quit() && !interrupted.get()) {
      Frame newer = source.take();
      if (newer != null && (frame == null || !view.frozen())) {
        frame = newer;
        stale = true;
      }
      if (source.ended() != null && view.message().isEmpty()) {
        if (frame == null) {
          return source.ended();
        }
        view = view.says(source.ended().getMessage() + "; q quits");
        stale = true;
      }
      Size size = terminal.getSize();
      if (frame != null && (stale || !size.equals(drawn))) {
        draw(terminal, screen.draw(frame, view, widthOf(size), heightOf(size)));
        drawn = size;
        stale = false;
      }
      Key key = keys.read(TURN_MILLIS);
      if (key != null && frame != null) {
        view = obey(view, view.after(key, frame));
        stale = true;
      } else if (key != null && key.equals(Key.of('q'))) {
        break;
      }
    }
    return source.ended();
  }

  private View obey(View before, View after) throws RemoteException {
    if (after.window() != before.window()) {
      source.look(after.window());
    }
    return after.request() == null ? after : after.says(source.request(after.request()));
  }

  private static int widthOf(Size size) {
    return size.getColumns() < LEAST_WIDTH ? 80 : size.getColumns();
  }

  private static int heightOf(Size size) {
    return size.getRows() < LEAST_HEIGHT ? 24 : size.getRows();
  }

  /** Over the old picture, line by line: clearing it first would flicker. */
  private static void draw(Terminal terminal, List<AttributedString> lines) {
    StringBuilder picture = new StringBuilder("\033[H");
    for (int i = 0; i < lines.size(); i++) {
      picture.append(lines.get(i).toAnsi(terminal)).append("\033[0m\033[K");
      picture.append(i < lines.size() - 1 ? "\r\n" : "");
    }
    terminal.writer().print(picture.append("\033[J"));
    terminal.flush();
  }
}
