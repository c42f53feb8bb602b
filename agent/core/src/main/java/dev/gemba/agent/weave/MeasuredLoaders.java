package dev.gemba.agent.weave;

import dev.gemba.agent.target.ClassFileReader;
import dev.gemba.agent.target.MethodPattern;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Knows which class loaders find the annotation {@code @Measured}. Any class might carry it, itself
 * or by an annotation that carries it, so without this every class would have to be read to look
 * for it; but few applications have it at all.
 *
 * <p>A loader may have to open a hundred jars to find that it does not have something. So it is not
 * asked while it loads its first classes, but by Gemba's own thread once it has had the time to
 * open them for itself; until then, a class is read if the name of the annotation is in it. Safe
 * for use by many threads.
 */
@SuppressWarnings("ReferenceEquality") // loaders are told apart by identity
final class MeasuredLoaders {

  /** The target that every config ends with. */
  static final MethodPattern PATTERN = MethodPattern.parse("@dev.gemba.api.Measured *");

  private static final String RESOURCE = "dev/gemba/api/Measured.class";
  private static final String DESCRIPTOR = "Ldev/gemba/api/Measured;";

  /** How long a loader is left alone. */
  static final long ALONE_NANOS = 3_000_000_000L;

  @SuppressWarnings("ThreadLocalUsage") // set for the time of a question only
  private final ThreadLocal<Boolean> asking = new ThreadLocal<>();

  private final LoaderMap<Answer> known = new LoaderMap<>();

  /** Loaders that are to be asked, oldest first. */
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  private enum Answer {
    NOT_ASKED,
    FOUND,
    NOT_FOUND
  }

  private record Waiting(WeakReference<ClassLoader> loader, long sinceNanos) {}

  /**
   * Whether classes of this loader may carry the annotation. For Gemba's own threads, as it asks a
   * loader that was not asked yet.
   *
   * @param loader null for the boot loader
   */
  boolean mayCarry(ClassLoader loader) {
    if (isOfTheJdk(loader)) {
      return false;
    }
    Answer answer = known.get(loader);
    boolean asked = answer != null && answer != Answer.NOT_ASKED;
    return asked ? answer == Answer.FOUND : ask(loader);
  }

  /**
   * Whether a class that is being loaded may carry the annotation. Asks nobody.
   *
   * @param loader null for the boot loader
   * @param nanoTime now
   */
  boolean mayCarry(ClassLoader loader, byte[] classFile, long nanoTime) {
    if (isOfTheJdk(loader)) {
      return false;
    }
    Answer answer = known.get(loader);
    if (answer == null && known.putIfAbsent(loader, Answer.NOT_ASKED) == null) {
      waiting.add(new Waiting(new WeakReference<>(loader), nanoTime));
    }
    boolean asked = answer != null && answer != Answer.NOT_ASKED;
    return asked ? answer == Answer.FOUND : ClassFileReader.mentions(classFile, DESCRIPTOR);
  }

  private static boolean isOfTheJdk(ClassLoader loader) {
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** Whether a loader has been left alone for long enough. */
  boolean hasToAsk(long nanoTime) {
    Waiting oldest = waiting.peek();
    return oldest != null && nanoTime - oldest.sinceNanos >= ALONE_NANOS;
  }

  /**
   * Asks the loaders that have been left alone for long enough; on Gemba's own thread.
   *
   * @return whether one of them has the annotation, so that classes may have been missed
   */
  boolean askThem(long nanoTime) {
    boolean found = false;
    while (hasToAsk(nanoTime)) {
      ClassLoader loader = waiting.remove().loader.get();
      found |= loader != null && mayCarry(loader);
    }
    return found;
  }

  private boolean ask(ClassLoader loader) {
    if (asking.get() != null) {
      // Asking may load classes, which asks again on this thread: those are let pass.
      return false;
    }
    asking.set(true);
    try {
      boolean found = find(loader);
      known.put(loader, found ? Answer.FOUND : Answer.NOT_FOUND);
      return found;
    } finally {
      asking.remove();
    }
  }

  private static boolean find(ClassLoader loader) {
    try {
      return loader.getResource(RESOURCE) != null;
    } catch (RuntimeException | LinkageError ignored) {
      // A loader that fails here is one that does not have it, as far as this goes.
      return false;
    }
  }
}
