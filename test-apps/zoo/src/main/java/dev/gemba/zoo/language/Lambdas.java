package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lambdas and method references, capturing and not, nested, serializable, throwing. */
public final class Lambdas implements Case {

  private interface SerializableFunction extends Function<String, String>, Serializable {}

  private final int base = 40;

  @Override
  public void run(Report report) {
    int local = 2;
    IntSupplier capturing = () -> base + local;
    Function<Integer, Function<Integer, Integer>> curried = a -> b -> a * b + base;
    Supplier<Supplier<String>> nested = () -> () -> "inner " + local;
    BiFunction<Long, Double, String> wide = Lambdas::join;
    SerializableFunction serializable = text -> text + "!";
    report.seen("capturing", capturing.getAsInt());
    report.seen("curried", curried.apply(3).apply(4));
    report.seen("nested", nested.get().get());
    report.seen("method reference", wide.apply(1L, 2.5));
    report.seen(
        "constructor reference",
        ((Function<String, StringBuilder>) StringBuilder::new).apply("x").reverse());
    report.seen("serializable", serializable.apply("hi"));
    report.seen(
        "stream",
        IntStream.rangeClosed(1, 20)
            .mapToObj(i -> "n" + i % 5)
            .collect(Collectors.groupingBy(n -> n, java.util.TreeMap::new, Collectors.counting())));
    report.seen(
        "sorted",
        List.of("pear", "fig", "apple").stream()
            .sorted(Comparator.comparingInt(String::length))
            .toList());
    report.ending("throwing", () -> List.of(1, 0).forEach(i -> report.seen("10 / " + i, 10 / i)));
    report.shape(Lambdas.class);
  }

  private static String join(long a, double b) {
    return a + "/" + b;
  }
}
