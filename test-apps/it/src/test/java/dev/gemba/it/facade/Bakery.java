package dev.gemba.it.facade;

import dev.gemba.api.Gemba;
import dev.gemba.api.Measured;
import dev.gemba.api.Span;
import dev.gemba.api.Timer;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** An application that speaks to Gemba where it is there, and runs all the same where it is not. */
public final class Bakery {

  private static final Timer KNEAD = Gemba.timer("bakery.knead");

  /** Carries the annotation, and so does what carries this. */
  @Measured
  @Retention(RetentionPolicy.RUNTIME)
  @interface Watched {}

  private Bakery() {}

  /** Bakes ten loaves, of which every fifth burns. */
  public static void main(String[] arguments) {
    System.out.println(Gemba.isActive() ? "watched" : "alone");
    for (int i = 0; i < 10; i++) {
      long started = KNEAD.start();
      KNEAD.stop(started, i == 3 ? new IllegalStateException("sticky") : null);
      try (Span span = Gemba.span("bakery.bake")) {
        span.attribute("loaf.number", i).attribute("loaf.kind", "rye").attribute("loaf.dark", true);
        if (i % 5 == 4) {
          Gemba.error(new IllegalArgumentException("burnt"));
        }
        measured(i);
        watched(i);
      }
      Gemba.metric("bakery.weight", 500 + i);
    }
    System.out.println("done " + Gemba.tunable("bakery.heat", 220, 180, 250).value());
  }

  @Measured
  private static int measured(int i) {
    return i * 31;
  }

  @Watched
  private static int watched(int i) {
    return i * 17;
  }
}
