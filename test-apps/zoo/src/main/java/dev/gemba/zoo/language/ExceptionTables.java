package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** try, catch, finally, rethrow, try-with-resources, and returns that override exceptions. */
public final class ExceptionTables implements Case {

  private final List<String> steps = new ArrayList<>();

  private final class Resource implements AutoCloseable {
    private final String name;

    private Resource(String name) {
      this.name = name;
      steps.add("open " + name);
    }

    @Override
    public void close() throws IOException {
      steps.add("close " + name);
      if (name.startsWith("bad")) {
        throw new IOException("closing " + name);
      }
    }
  }

  @SuppressWarnings("try") // The resources are opened for their closing alone.
  private int withResources(boolean fail) throws IOException {
    try (Resource first = new Resource("bad first");
        Resource second = new Resource("bad second")) {
      if (fail) {
        throw new IllegalStateException("body");
      }
      return 1;
    } finally {
      steps.add("finally");
    }
  }

  @SuppressWarnings({
    "finally",
    "Finally",
    "ReturnInFinally"
  }) // The exception must vanish, as the language says.
  private int swallowing() {
    try {
      throw new IllegalStateException("lost");
    } finally {
      return 5;
    }
  }

  private String nested(int way) throws Exception {
    StringBuilder path = new StringBuilder();
    try {
      try {
        try {
          switch (way) {
            case 0 -> throw new IOException("io");
            case 1 -> throw new IllegalArgumentException("argument");
            case 2 -> throw new AssertionError("assertion");
            default -> path.append("none;");
          }
        } catch (IOException inner) {
          path.append("caught io;");
          throw new IllegalStateException("wrapped " + path, inner);
        } finally {
          path.append("finally 1;");
        }
      } catch (IllegalArgumentException | IllegalStateException middle) {
        path.append("caught middle;");
        steps.add(path.toString());
        throw middle;
      } finally {
        path.append("finally 2;");
      }
    } finally {
      steps.add(path.toString());
    }
    return path.toString();
  }

  private int loop() {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      try {
        if (i % 3 == 0) {
          continue;
        }
        if (i == 8) {
          break;
        }
        sum += 100 / (i - 5);
      } catch (ArithmeticException zero) {
        sum += 1000;
      } finally {
        sum += i;
      }
    }
    return sum;
  }

  private static <E extends Throwable> void sneaky(Throwable thrown) throws E {
    @SuppressWarnings("unchecked") // The point of it: a checked exception that nobody declared.
    E unchecked = (E) thrown;
    throw unchecked;
  }

  private void nothingCaught(Object[] array, int index) {
    array[index] = index;
  }

  @Override
  public void run(Report report) throws Throwable {
    report.ending("resources, body fails", () -> withResources(true));
    report.ending("resources, closing fails", () -> withResources(false));
    report.seen("return in finally", swallowing());
    for (int way = 0; way < 4; way++) {
      int chosen = way;
      report.ending("nested " + way, () -> report.seen("path", nested(chosen)));
    }
    report.seen("loop", loop());
    report.ending(
        "sneaky", () -> ExceptionTables.<RuntimeException>sneaky(new IOException("sneaked")));
    report.ending("null array", () -> nothingCaught(null, 0));
    report.ending("index", () -> nothingCaught(new Object[1], 4));
    report.ending("array store", () -> nothingCaught(new String[1], 0));
    report.seen("steps", steps);
  }
}
