import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a terminal's lines, as {@code tmux capture-pane -e -p} prints them, into a picture in SVG. */
final class TerminalPicture {

  private static final Pattern STYLE = Pattern.compile("\u001b\\[([0-9;]*)m");
  private static final double CHARACTER = 7.85;
  private static final Map<String, String> COLOURS =
      Map.of(
          "31", "#ff7b72", "32", "#8fd3a8", "33", "#e8c66a", "36", "#7aa2f7", "90", "#7d8490");
  private static final String PLAIN = "#d6d9e0";

  private final StringBuilder marks = new StringBuilder();
  private final StringBuilder texts = new StringBuilder();
  private String colour = PLAIN;
  private boolean bold;
  private boolean inverse;

  public static void main(String[] title) {
    List<String> lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            .lines()
            .toList();
    TerminalPicture picture = new TerminalPicture();
    for (int i = 0; i < lines.size(); i++) {
      picture.draw(lines.get(i), 48 + 18 * i);
    }
    byte[] svg =
        picture.svg(title[0], 60 + 18 * lines.size()).getBytes(StandardCharsets.UTF_8);
    System.out.write(svg, 0, svg.length);
    System.out.flush();
  }

  private void draw(String line, int y) {
    Matcher style = STYLE.matcher(line);
    int at = 0;
    int column = 0;
    while (style.find()) {
      column = run(line.substring(at, style.start()), column, y);
      for (String code : style.group(1).split(";")) {
        apply(code);
      }
      at = style.end();
    }
    run(line.substring(at), column, y);
  }

  private void apply(String code) {
    switch (code) {
      case "", "0" -> {
        colour = PLAIN;
        bold = false;
        inverse = false;
      }
      case "1" -> bold = true;
      case "7" -> inverse = true;
      case "22" -> bold = false;
      case "27" -> inverse = false;
      case "39" -> colour = PLAIN;
      default -> colour = COLOURS.getOrDefault(code, colour);
    }
  }

  private int run(String text, int column, int y) {
    double x = 16 + column * CHARACTER;
    double width = text.length() * CHARACTER;
    if (inverse && !text.isEmpty()) {
      marks.append(
          String.format(
              Locale.ROOT,
              "    <rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"17\" fill=\"#3b4252\"/>%n",
              x, y - 13, width));
    }
    if (!text.isBlank()) {
      texts.append(
          String.format(
              Locale.ROOT,
              "    <text x=\"%.1f\" y=\"%d\" fill=\"%s\"%s textLength=\"%.1f\""
                  + " lengthAdjust=\"spacingAndGlyphs\">%s</text>%n",
              x, y, colour, bold ? " font-weight=\"bold\"" : "", width,
              text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
    }
    return column + text.length();
  }

  private String svg(String title, int height) {
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 958 %1$d" width="958" height="%1$d" role="img" aria-label="%2$s">
          <style>text { white-space: pre }</style>
          <rect width="100%%" height="100%%" rx="8" fill="#16181d"/>
          <circle cx="20" cy="18" r="5.5" fill="#ff5f57"/>
          <circle cx="38" cy="18" r="5.5" fill="#febc2e"/>
          <circle cx="56" cy="18" r="5.5" fill="#28c840"/>
          <g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="13" xml:space="preserve">
        %3$s%4$s  </g>
        </svg>
        """,
        height, title, marks, texts);
  }
}
