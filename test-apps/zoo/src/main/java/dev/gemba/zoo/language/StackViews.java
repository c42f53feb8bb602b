package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.lang.StackWalker.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The stack as an application sees it, by every way there is: no frame of an agent may be on it.
 */
public final class StackViews implements Case {

  private static List<String> walk(Set<Option> options) {
    return StackWalker.getInstance(options).walk(frames -> frames.map(Object::toString).toList());
  }

  private static Class<?> caller() {
    return StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE).getCallerClass();
  }

  private static <T> T through(Supplier<T> action) {
    return action.get();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very loader is meant
  public void run(Report report) throws Exception {
    report.seen("thread", Arrays.toString(through(() -> Thread.currentThread().getStackTrace())));
    report.seen("exception", Arrays.toString(through(() -> new Exception().getStackTrace())));
    report.seen("walker", through(() -> walk(Set.of(Option.RETAIN_CLASS_REFERENCE))));
    report.seen(
        "walker with reflection frames",
        StackViews.class.getDeclaredMethod("reflected").invoke(null));
    report.seen("caller", through(StackViews::caller));
    report.seen("caller by reflection", StackViews.class.getDeclaredMethod("caller").invoke(null));
    report.seen("depth", through(() -> StackWalker.getInstance().walk(frames -> frames.count())));
    report.seen(
        "own thread in all traces",
        Arrays.toString(Thread.getAllStackTraces().get(Thread.currentThread()))
            .contains("dev.gemba.zoo"));
    report.seen(
        "context class loader",
        Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader());
    report.seen("caller-sensitive", Class.forName("dev.gemba.zoo.Zoo").getName());
  }

  // Called by reflection only.
  @SuppressWarnings("unused")
  private static List<String> reflected() {
    return walk(Set.of(Option.SHOW_REFLECT_FRAMES));
  }
}
