package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.ArrayList;
import java.util.List;

/**
 * Constructors that throw before {@code super(…)} returns and after, and the order of what happens
 * around it.
 */
public final class Constructors implements Case {

  private static final List<String> EVENTS = new ArrayList<>();

  private static <T> T event(String event, T value) {
    EVENTS.add(event);
    return value;
  }

  private static int fail(String message) {
    EVENTS.add("fail " + message);
    throw new IllegalStateException(message);
  }

  static class Base {
    final int value;

    Base(int value) {
      this.value = event("Base body", value);
      if (value < 0) {
        throw new IllegalArgumentException("negative " + value);
      }
      overridable();
    }

    void overridable() {
      event("Base.overridable", null);
    }
  }

  static final class Derived extends Base {
    private final String initialised = event("Derived initialiser", "set");

    Derived(int value) {
      super(event("argument", value) + event("second operand", 1));
      event("Derived body " + initialised, null);
      if (value == 100) {
        throw new UnsupportedOperationException("after super");
      }
    }

    Derived() {
      this(event("this argument", 41));
      event("after this()", null);
    }

    Derived(String message) {
      super(fail(message));
    }

    Derived(long unused) {
      super(unused > 0 ? new int[0][0].length : event("conditional", 3));
    }

    @Override
    void overridable() {
      event("Derived.overridable sees " + initialised, null);
    }
  }

  static final class Initialiser {
    {
      event("block", null);
      if (!EVENTS.isEmpty()) {
        fail("in initialiser block");
      }
    }
  }

  static final class StaticInitialiser {
    static final int VALUE = fail("in static initialiser");

    private StaticInitialiser() {}
  }

  @Override
  public void run(Report report) {
    attempt(report, "normal", () -> new Derived(1));
    attempt(report, "this()", Derived::new);
    attempt(report, "throws in the argument of super", () -> new Derived("early"));
    attempt(report, "super throws", () -> new Derived(-10));
    attempt(report, "throws after super", () -> new Derived(100));
    attempt(report, "branch in the argument", () -> new Derived(0L));
    attempt(report, "throws in an initialiser block", Initialiser::new);
    attempt(
        report,
        "throws in the static initialiser",
        () -> report.seen("value", StaticInitialiser.VALUE));
    attempt(
        report,
        "class is erroneous afterwards",
        () -> report.seen("value", StaticInitialiser.VALUE));
    report.shape(Derived.class);
  }

  private static void attempt(Report report, String what, Report.Action action) {
    EVENTS.clear();
    report.ending(what, action);
    report.seen(what + " events", EVENTS);
  }
}
