package dev.gemba.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What weaving changes for the JIT, in words. A method that is no longer inlined where it is hot,
 * or no longer compiled, is named each time: there are few such, and its price is not in any figure
 * that Gemba shows. That small methods are inlined only where they are hot any more goes for nearly
 * all of them and costs little, so they are only counted, unless all is asked for.
 *
 * @param limits see {@code jitLimits} of the answer; empty if the agent does not tell
 * @param all name every method
 */
record JitNotes(Map<String, Object> limits, boolean all) {

  JitNotes {
    limits = Map.copyOf(limits);
  }

  /** One line each. */
  List<String> of(List<Map<String, Object>> woven) {
    List<String> notes = new ArrayList<>();
    int whereHot = 0;
    for (Map<String, Object> method : woven) {
      switch (String.valueOf(method.get("jit"))) {
        case "not-compiled" ->
            notes.add(
                growth(method)
                    + "the JIT no longer compiles it (HugeMethodLimit "
                    + limits.get("hugeMethodLimit")
                    + ")");
        case "not-inlined" ->
            notes.add(
                growth(method)
                    + "the JIT no longer inlines it, however hot (FreqInlineSize "
                    + limits.get("freqInlineSize")
                    + ")");
        case "inlined-where-hot" -> {
          whereHot++;
          if (all) {
            notes.add(
                growth(method)
                    + "the JIT inlines it only where it is hot (MaxInlineSize "
                    + limits.get("maxInlineSize")
                    + ")");
          }
        }
        default -> {}
      }
    }
    if (whereHot > 0 && !all) {
      notes.add(
          (whereHot == 1 ? "1 small method is" : whereHot + " small methods are")
              + " inlined by the JIT only where hot now; --all names "
              + (whereHot == 1 ? "it" : "them"));
    }
    return notes;
  }

  private static String growth(Map<String, Object> method) {
    return method.get("method")
        + ": grows from "
        + method.get("codeBefore")
        + " to "
        + method.get("codeAfter")
        + " bytes of code: ";
  }
}
