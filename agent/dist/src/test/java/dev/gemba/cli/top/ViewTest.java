package dev.gemba.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewTest {

  private static final Frame FRAME =
      new Frame(
          1,
          "shop",
          60,
          10,
          0.5,
          0.01,
          List.of(
              row("place", "timing", 0.5),
              row("load", "span", 0.9),
              row("tick", "count", Double.NaN)),
          Map.of());

  private static Frame.Row row(String name, String level, double share) {
    return new Frame.Row(
        name, level, 10, 0, 1, share, Double.NaN, 7, Double.NaN, 1, 2, 3, 4, 100, 0);
  }

  private static View pressing(String keys) {
    View view = View.initial(Column.SHARE, "", 10);
    for (int i = 0; i < keys.length(); i++) {
      view = view.after(Key.of(keys.charAt(i)), FRAME);
    }
    return view;
  }

  private static List<String> names(View view) {
    return view.rows(FRAME).stream().map(Frame.Row::operation).toList();
  }

  @Test
  void largestShareComesFirstAndUnknownLastEitherWay() {
    assertThat(names(pressing(""))).containsExactly("load", "place", "tick");
    assertThat(names(pressing("r"))).containsExactly("place", "load", "tick");
  }

  @Test
  void sortGoesThroughAllColumnsAndBack() {
    assertThat(pressing("s").sort()).as("CPU is unknown").isEqualTo(Column.ALLOC);
    assertThat(pressing("ss").sort()).as("LOCK is unknown").isEqualTo(Column.P50);
    assertThat(pressing("sS").sort()).isEqualTo(Column.SHARE);
    assertThat(pressing("s".repeat(Column.values().length - 2)).sort()).isEqualTo(Column.SHARE);
  }

  @Test
  void filterIsTypedLetterByLetterWhateverTheCase() {
    View typing = pressing("/LO");
    assertThat(typing.typing()).isTrue();
    assertThat(names(typing)).containsExactly("load");
    assertThat(typing.after(Key.of(Key.Name.BACKSPACE), FRAME).filter()).isEqualTo("L");
    View done = typing.after(Key.of(Key.Name.ENTER), FRAME);
    assertThat(done.typing()).isFalse();
    assertThat(done.filter()).isEqualTo("LO");
    assertThat(names(done.after(Key.of(Key.Name.ESCAPE), FRAME))).hasSize(3);
    assertThat(pressing("/q").quit()).as("a letter of the filter").isFalse();
  }

  @Test
  void levelIsRaisedAndLoweredByOneStep() {
    assertThat(pressing("j+").request()).isEqualTo(new View.Request("place", "span"));
    assertThat(pressing("j-").request()).isEqualTo(new View.Request("place", "sampled"));
    assertThat(pressing("j=").request()).isEqualTo(new View.Request("place", "config"));
    assertThat(pressing("+").message()).isEqualTo("load is at span already");
    assertThat(pressing("+").request()).isNull();
  }

  @Test
  void selectionStaysWithItsOperationWhenTheOrderChanges() {
    View selected = pressing("j");
    assertThat(selected.selected()).isEqualTo("place");
    View reversed = selected.after(Key.of('r'), FRAME);
    assertThat(reversed.selectedIndex(reversed.rows(FRAME))).isZero();
    assertThat(reversed.selected()).isEqualTo("place");
  }

  @Test
  void selectionStopsAtTheEnds() {
    assertThat(pressing("kk").selected()).isEqualTo("load");
    assertThat(pressing("jjjjj").selected()).isEqualTo("tick");
    View page = pressing("").after(Key.of(Key.Name.PAGE_DOWN), FRAME);
    assertThat(page.selected()).isEqualTo("tick");
  }

  @Test
  void windowFreezeHelpAndQuitHaveTheirKeys() {
    assertThat(pressing("w").window()).isEqualTo(60);
    assertThat(pressing("wwww").window()).isEqualTo(10);
    assertThat(pressing(" ").frozen()).isTrue();
    assertThat(pressing("  ").frozen()).isFalse();
    assertThat(pressing("?").help()).isTrue();
    assertThat(pressing("?x").help()).isFalse();
    assertThat(pressing("q").quit()).isTrue();
  }

  @Test
  void emptyTableTakesEveryKey() {
    Frame empty = new Frame(1, "s", 1, 1, Double.NaN, Double.NaN, List.of(), Map.of());
    View view = View.initial(Column.SHARE, "", 10);
    for (String c : "jk+-=srw/a".split("")) {
      view = view.after(Key.of(c.charAt(0)), empty);
    }
    assertThat(view.request()).isNull();
  }
}
