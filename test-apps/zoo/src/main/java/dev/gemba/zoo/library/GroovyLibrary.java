package dev.gemba.zoo.library;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import groovy.lang.MissingPropertyException;
import java.util.Map;

/**
 * Groovy: its runtime, and a script compiled while the application runs, with its call sites bound
 * by invokedynamic.
 */
public final class GroovyLibrary implements Case {

  private static final String SCRIPT =
      """
      class Animal {
        String name
        int legs = 4
        def methodMissing(String method, arguments) { "$name cannot $method ${arguments.size()}" }
        def speak(Closure how) { how.call(name) }
      }
      def cat = new Animal(name: 'cat')
      def spider = new Animal(name: 'spider', legs: 8)
      def lines = []
      lines << cat.speak { "${it} says meow" }
      lines << spider.fly(1, 2)
      lines << [cat, spider]*.legs.sum()
      lines << (1..5).collect { it * factor }.findAll { it % 2 == 0 }
      String.metaClass.shout = { -> delegate.toUpperCase() + '!' }
      lines << 'loud'.shout()
      switch (cat) { case Animal: lines << 'animal'; break; default: lines << 'none' }
      try { cat.legs = 'many' } catch (ClassCastException e) { lines << e.class.simpleName }
      fibonacci = { n -> n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2) }
      lines << fibonacci(12)
      lines.each { out.seen('script', it) }
      lines.size()
      """;

  @Override
  public void run(Report report) {
    GroovyShell shell =
        new GroovyShell(new Binding(new java.util.HashMap<>(Map.of("factor", 3, "out", report))));
    report.seen("result", shell.evaluate(SCRIPT));
    Closure<?> closure = (Closure<?>) shell.evaluate("{ a, b = 2 -> a + b }");
    report.seen("closure", closure.call(1) + " " + closure.curry(40).call());
    try {
      shell.evaluate("def x = 1\nundefined + x");
    } catch (MissingPropertyException missing) {
      report.seen("missing property", missing.getMessage());
    }
  }
}
