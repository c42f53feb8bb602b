package dev.gemba.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.cli.html.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

  private static final Numbers NUMBERS =
      new Numbers() {
        @Override
        public String count(long value) {
          return Long.toString(value);
        }

        @Override
        public String duration(double seconds) {
          return Double.isNaN(seconds) ? "-" : String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
        }

        @Override
        public String percent(double share) {
          return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", share * 100);
        }

        @Override
        public String value(double value, String unit) {
          return number(value);
        }

        @Override
        public String size(double bytes) {
          return Double.isNaN(bytes) ? "-" : String.format(Locale.ROOT, "%.0f kB", bytes / 1024);
        }

        @Override
        public String number(double value) {
          return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
        }
      };

  private final Screen screen = new Screen(NUMBERS, true);
  private final View view = View.initial(Column.SHARE, "", 10);

  private static Frame frame(String... names) {
    return frame(Double.NaN, names);
  }

  /** Where samples are taken, operations took so much of everything. */
  private static Frame frame(double sampled, String... names) {
    List<Frame.Row> rows = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      rows.add(
          new Frame.Row(
              names[i],
              "timing",
              20,
              i,
              2,
              0.5 / (i + 1),
              sampled,
              sampled * (1 << 20),
              sampled / 10,
              0.01,
              0.02,
              0.03,
              0.5,
              100 + i,
              i));
    }
    return new Frame(42, "shop", 75, 10, 0.5, 0.004, rows, Map.of());
  }

  private List<String> plain(Frame frame, int width, int height) {
    return screen.draw(frame, view, width, height).stream()
        .map(line -> line.toString().stripTrailing())
        .toList();
  }

  @Test
  void drawsHeaderTableAndKeys() {
    assertThat(plain(frame("load", "place"), 120, 7))
        .containsExactly(
            "gemba shop  pid 42  up 1:15  cpu 50.0 %  gemba 0.4 %",
            "last 10 s, 2 operations, sorted by share",
            "OPERATION         LEVEL    RATE/S        CALLS     ERR   SHARE▼"
                + "                P50       P95       P99       MAX",
            "load             timing       2.0          100       0   50.0 % ████"
                + "         10 ms     20 ms     30 ms    500 ms",
            "place            timing       2.0          101       1   25.0 % ██"
                + "           10 ms     20 ms     30 ms    500 ms",
            "",
            "?:help  s:sort  /:filter  space:freeze  +-:level  q:quit");
  }

  @ParameterizedTest
  @CsvSource({"20,5", "40,10", "60,16", "80,24", "100,30", "250,70"})
  void fitsEverySize(int width, int height) {
    String[] names = new String[5_000];
    for (int i = 0; i < names.length; i++) {
      names[i] = "com.acme.warehouse.picking.RouteOptimiser.optimise" + i;
    }
    for (Frame frame : List.of(frame(names), frame(0.3, names), frame("a"), frame())) {
      for (View shown : List.of(view, view.after(Key.of('?'), frame))) {
        List<AttributedString> lines = screen.draw(frame, shown, width, height);
        assertThat(lines).hasSize(height);
        assertThat(lines).allMatch(line -> line.columnLength() <= width);
      }
    }
  }

  @Test
  void showsWhatWasSampledWhereThereIsRoom() {
    List<String> wide = plain(frame(0.3, "load"), 140, 8);
    List<String> narrow = plain(frame(0.3, "load"), 80, 8);

    assertThat(wide.get(2)).containsSubsequence("SHARE", "CPU", "ALLOC/S", "LOCK", "P50");
    assertThat(wide.get(3)).containsSubsequence("50.0 %", "30.0 %", "307 kB", "3.0 %", "10 ms");
    assertThat(narrow.get(2)).contains("RATE/S", "SHARE", "CPU", "ALLOC/S", "P95", "ERR");
    assertThat(narrow.get(2)).doesNotContain("LOCK");
  }

  @Test
  void narrowTableLeavesOutWhatTellsLeast() {
    String titles = plain(frame("load"), 60, 8).get(2);

    assertThat(titles).contains("OPERATION", "RATE/S", "SHARE", "P95");
    assertThat(titles).doesNotContain("MAX", "P50", "CALLS");
  }

  @Test
  void selectedRowIsAlwaysInSight() {
    Frame frame = frame("a", "b", "c", "d", "e", "f", "g", "h");
    View last = view.after(Key.of(Key.Name.END), frame);

    assertThat(screen.draw(frame, last, 80, 7)).anyMatch(line -> line.toString().startsWith("h "));
  }

  @Test
  void namesCannotReachTheTerminal() {
    List<AttributedString> lines =
        screen.draw(frame("\u001b[2J\u202eevil\r\nname", "板.読み込み"), view, 100, 8);

    assertThat(lines).allMatch(line -> line.columnLength() <= 100);
    assertThat(lines.toString()).doesNotContain("\u001b[2J", "\r", "\u202e").contains("evil");
  }

  @Test
  void wideCharactersKeepTheColumnsInLine() {
    List<AttributedString> lines = screen.draw(frame("板.読み込み", "plain"), view, 100, 8);

    assertThat(lines.get(3).columnLength()).isEqualTo(lines.get(4).columnLength());
  }

  @Test
  void asciiTerminalGetsNoOtherCharacters() {
    List<AttributedString> lines =
        new Screen(NUMBERS, false).draw(frame("x".repeat(90)), view, 80, 8);

    assertThat(lines.toString()).matches("\\p{ASCII}*");
  }

  @Test
  void overheadAboveTheBudgetAndDropsAreRed() {
    Frame bad = new Frame(1, "s", 1, 10, 1, 0.06, List.of(), Map.of("span-ring", 3L));
    String ansi = screen.draw(bad, view, 100, 8).get(0).toAnsi();
    String good = screen.draw(frame("a"), view, 100, 8).get(0).toAnsi();

    assertThat(ansi).contains("\u001b[31m6.0 %");
    assertThat(good).contains("\u001b[32m0.4 %");
    assertThat(plain(bad, 100, 8).get(1)).contains("dropped span-ring 3");
  }
}
