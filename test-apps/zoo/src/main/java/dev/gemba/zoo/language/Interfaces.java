package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;

/**
 * Default, static and private interface methods; diamonds; a static initialiser of an interface.
 */
public final class Interfaces implements Case {

  interface Greeter {
    Object INITIALISED = Trace.note("Greeter initialised");

    String name();

    default String greet() {
      return prefix() + name() + suffix();
    }

    private String prefix() {
      return "hello ";
    }

    private static String mark() {
      return "!";
    }

    static String suffix() {
      return mark() + mark();
    }
  }

  interface Polite extends Greeter {
    @Override
    default String greet() {
      return "dear " + Greeter.super.greet();
    }
  }

  interface Loud extends Greeter {
    @Override
    default String greet() {
      return Greeter.super.greet() + "!";
    }
  }

  record Both(String name) implements Polite, Loud {
    @Override
    public String greet() {
      return Polite.super.greet() + " / " + Loud.super.greet();
    }
  }

  static final class Trace {
    private static final StringBuilder NOTES = new StringBuilder();

    private Trace() {}

    static Object note(String note) {
      NOTES.append(note).append(';');
      return note;
    }
  }

  @Override
  public void run(Report report) {
    report.seen("before", Trace.NOTES);
    Both both = new Both("zoo");
    report.seen("an instance initialises an interface with defaults", Trace.NOTES);
    report.seen("diamond", both.greet());
    report.seen("lambda", ((Greeter) () -> "lambda").greet());
    report.seen("static", Greeter.suffix());
    report.shape(Greeter.class);
    report.shape(Both.class);
  }
}
