package dev.gemba.zoo.library;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.Arrays;
import scala.Option;
import scala.collection.immutable.HashMap$;
import scala.collection.immutable.List;
import scala.collection.immutable.Map;
import scala.collection.immutable.Range$;
import scala.collection.immutable.Vector;
import scala.jdk.javaapi.CollectionConverters;
import scala.math.BigInt;
import scala.runtime.BoxesRunTime;

/** What the Scala compiler writes, traits with bodies and all, by way of its standard library. */
public final class ScalaLibrary implements Case {

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // Scala's generics do not translate to Java's.
  public void run(Report report) {
    List<Integer> list = CollectionConverters.asScala(Arrays.asList(5, 3, 8, 1)).toList();
    report.seen("list", list);
    report.seen("mapped", list.map(n -> n * 10).reverse());
    report.seen("filtered", list.filter(n -> n > 2).mkString("[", ", ", "]"));
    report.seen("folded", list.foldLeft(0, (sum, n) -> sum + n));
    report.seen("grouped", list.groupBy(n -> n % 2).get(0));
    Vector<Integer> vector = list.toVector();
    for (int i = 0; i < 100; i++) {
      vector = vector.appendedAll(CollectionConverters.asScala(Arrays.asList(i)));
    }
    report.seen("vector", vector.size() + " " + vector.apply(77));
    Map map = (Map) HashMap$.MODULE$.empty();
    for (int i = 0; i < 50; i++) {
      map = (Map) map.updated("k" + i, i);
    }
    report.seen("map", map.size() + " " + map.get("k31") + " " + map.get("none"));
    report.seen("range", Range$.MODULE$.inclusive(1, 10, 3).toList());
    report.seen("option", Option.apply(3).map(n -> n + 1) + " " + Option.apply(null));
    report.seen("big", BigInt.apply(2).pow(100));
    report.seen("boxes", BoxesRunTime.equals(1, 1L));
    report.ending("head of nothing", () -> list.filter(n -> n > 99).head());
    report.ending("index", () -> list.apply(9));
  }
}
