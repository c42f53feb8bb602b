package dev.gemba.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruthTextTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private List<String> text(String json) throws IOException {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new TruthText(new Terminal(stream, stream, false, true)).print(JSON.std.mapFrom(json));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void putsTheMeasuredFigureBesideTheModels() throws IOException {
    assertThat(
            text(
                """
                {"inconclusive":null,"lengthSeconds":60.0,"windows":80,
                 "thrownOut":{"held up":4},"calls":1234567,"budget":0.05,
                 "overhead":{"value":0.042,"low":0.031,"high":0.053},
                 "nanosPerCall":{"value":73.7,"low":70.7,"high":76.1},
                 "notByExperiment":{"countRatio":0.001,"countNanosPerCall":3.2,
                   "threadsRatio":0.004},
                 "model":{"overhead":0.025,"nanosPerCall":62.6,"withinInterval":false}}
                """))
        .containsExactly(
            "measured: 4.2 % of the process's CPU, 95 % interval 3.1 % to 5.3 %; the budget is 5.0"
                + " %",
            "model:    2.5 %, outside of that interval",
            "a call:   73.7 ns, 95 % interval 70.7 ns to 76.1 ns; by the model 62.6 ns",
            "of that:  0.1 % for counting (3.20 ns a call) by calibration, as calls are counted in"
                + " all windows;",
            "          0.4 % for the agent's threads and their garbage, as before the experiment",
            "windows:  80 windows count, half of them lit, with 1,234,567 calls in these, over 60.0"
                + " s in all",
            "  thrown out: 4 (held up)");
  }

  @Test
  void saysWhyNothingFollowsAndShowsNoFiguresThatAreNone() throws IOException {
    assertThat(
            text(
                """
                {"inconclusive":"no woven method was called","lengthSeconds":10.0,"windows":0,
                 "thrownOut":{},"calls":0,"budget":null,
                 "overhead":{"value":null,"low":null,"high":null},
                 "nanosPerCall":{"value":null,"low":null,"high":null},
                 "notByExperiment":{"countRatio":null,"countNanosPerCall":3.2,
                   "threadsRatio":null},
                 "model":{"overhead":null,"nanosPerCall":null,"withinInterval":false}}
                """))
        .startsWith(
            "inconclusive: no woven method was called",
            "measured: - of the process's CPU, 95 % interval - to -",
            "model:    -");
  }
}
