package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.Arrays;
import java.util.List;

/** A sealed hierarchy of a record, a final class, an enum and a non-sealed class. */
public final class SealedTypes implements Case {

  sealed interface Shape permits Circle, Square, Unit, Free {
    double area();
  }

  record Circle(double radius) implements Shape {
    @Override
    public double area() {
      return Math.PI * radius * radius;
    }
  }

  static final class Square implements Shape {
    @Override
    public double area() {
      return 4;
    }
  }

  enum Unit implements Shape {
    ONE;

    @Override
    public double area() {
      return 1;
    }
  }

  static non-sealed class Free implements Shape {
    @Override
    public double area() {
      return -1;
    }
  }

  @Override
  public void run(Report report) {
    for (Shape shape : List.of(new Circle(1), new Square(), Unit.ONE, new Free() {})) {
      report.seen(shape.getClass().getName(), shape.area());
    }
    report.seen("permitted", Arrays.toString(Shape.class.getPermittedSubclasses()));
    report.shape(Shape.class);
    report.shape(Unit.class);
  }
}
