package dev.gemba.zoo.library;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.List;
import kotlin.Lazy;
import kotlin.LazyKt;
import kotlin.Pair;
import kotlin.collections.CollectionsKt;
import kotlin.ranges.IntProgression;
import kotlin.ranges.IntRange;
import kotlin.ranges.RangesKt;
import kotlin.sequences.Sequence;
import kotlin.sequences.SequencesKt;
import kotlin.text.MatchResult;
import kotlin.text.Regex;
import kotlin.text.StringsKt;

/** What the Kotlin compiler writes, by way of its standard library. */
public final class KotlinLibrary implements Case {

  @Override
  public void run(Report report) {
    report.seen("indent", StringsKt.trimIndent("    a\n      b\n    c").replace("\n", "|"));
    report.seen("pad", StringsKt.padStart("7", 3, '0') + StringsKt.removeSuffix("zoo.kt", ".kt"));
    report.seen("number", StringsKt.toIntOrNull("12") + " " + StringsKt.toIntOrNull("1x"));
    report.seen("split", StringsKt.split("a,b;c", new String[] {",", ";"}, false, 0));
    Regex regex = new Regex("(\\w)(\\d)");
    report.seen(
        "regex",
        regex.replace("a1 b2", match -> match.getValue().toUpperCase(java.util.Locale.ROOT) + "!"));
    MatchResult found = regex.find("..z9", 0);
    report.seen("match", found == null ? null : found.getGroupValues());
    report.seen("chunks", CollectionsKt.chunked(List.of(1, 2, 3, 4, 5), 2));
    report.seen("partition", CollectionsKt.partition(List.of(1, 2, 3, 4, 5), n -> n % 2 == 0));
    IntProgression steps = RangesKt.step(new IntRange(1, 20), 6);
    report.seen("progression", CollectionsKt.joinToString(steps, "-", "<", ">", -1, "…", null));
    Sequence<Integer> powers = SequencesKt.generateSequence(1, n -> n * 2);
    report.seen(
        "sequence",
        SequencesKt.toList(SequencesKt.take(SequencesKt.filter(powers, n -> n > 4), 4)));
    Sequence<Integer> suspended =
        SequencesKt.sequence((scope, continuation) -> scope.yield(42, continuation));
    report.seen("coroutine", SequencesKt.toList(suspended));
    Lazy<String> lazy = LazyKt.lazy(() -> "computed");
    report.seen("lazy", lazy.isInitialized() + " " + lazy.getValue() + " " + lazy.isInitialized());
    report.seen("pair", new Pair<>("a", 1));
    report.ending("number format", () -> Integer.parseInt(StringsKt.trim("x y").toString()));
    report.ending("empty", () -> CollectionsKt.first(List.of()));
  }
}
