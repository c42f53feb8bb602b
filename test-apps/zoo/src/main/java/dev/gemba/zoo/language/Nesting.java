package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.function.Supplier;

/**
 * Inner, static nested, anonymous and local classes that reach into each other's private members.
 */
public final class Nesting implements Case {

  private int counter = 5;

  private final class Inner {
    private final int own = counter++;

    private final class Deeper {
      private int sum() {
        return own + counter + Nesting.this.secret();
      }
    }
  }

  private static final class Nested {
    private static int calls;

    private Nested() {
      calls++;
    }
  }

  private int secret() {
    return 1000;
  }

  @Override
  public void run(Report report) {
    Inner inner = new Inner();
    report.seen("inner", inner.own + " " + inner.new Deeper().sum());
    report.seen("nested", new Nested().getClass().getName() + " " + Nested.calls);

    int captured = counter * 3;
    class Local {
      private final String text;

      Local(String text) {
        this.text = text + captured + counter;
      }
    }
    Supplier<String> anonymous =
        new Supplier<>() {
          private final int initialised = secret();

          @Override
          public String get() {
            return initialised + new Local(" local ").text;
          }
        };
    report.seen("anonymous", anonymous.get());
    report.seen("enclosing of local", Local.class.getEnclosingMethod());
    report.seen("enclosing of anonymous", anonymous.getClass().getEnclosingMethod());
    report.shape(Local.class);
    report.shape(Inner.Deeper.class);
    report.shape(anonymous.getClass());
  }
}
