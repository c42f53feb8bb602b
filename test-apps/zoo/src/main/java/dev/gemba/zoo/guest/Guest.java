package dev.gemba.zoo.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Uses nothing but {@code java.*} and its own package, so that it runs in any class loader, and
 * does a little of everything there.
 */
public final class Guest implements Callable<String> {

  private static final List<String> INITIALISED = new ArrayList<>(List.of("static initialiser"));

  private final Mode mode;
  private int calls;

  /** A guest of mode {@link Mode#LOUD}. */
  public Guest() {
    this(Mode.LOUD);
  }

  Guest(Mode mode) {
    this.mode = mode;
  }

  enum Mode {
    QUIET,
    LOUD {
      @Override
      String say(String text) {
        return text + "!";
      }
    };

    String say(String text) {
      return text;
    }
  }

  record Item(String name, long size) {
    Item {
      if (size < 0) {
        throw new IllegalArgumentException("size " + size);
      }
    }
  }

  interface Step {
    int go(int value);

    default Step twice() {
      return value -> go(go(value));
    }
  }

  @Override
  public String call() {
    calls++;
    Step step = value -> value + calls;
    Function<String, String> said = mode::say;
    String failure;
    try {
      failure = new Item("bad", -1).name();
    } catch (IllegalArgumentException expected) {
      failure = expected + " at " + expected.getStackTrace()[0].getMethodName();
    }
    return said.apply("guest")
        + step.twice().go(40)
        + new Item("good", fibonacci(15))
        + failure
        + INITIALISED;
  }

  private long fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }
}
