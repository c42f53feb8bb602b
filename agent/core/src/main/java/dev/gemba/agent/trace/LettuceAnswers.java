package dev.gemba.agent.trace;

import dev.gemba.agent.capture.Supertypes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Tells when commands of Lettuce are answered that are no futures, as those of its reactive
 * interface. Safe for use by all threads.
 */
final class LettuceAnswers {

  private static final String COMPLETEABLE = "io.lettuce.core.protocol.CompleteableCommand";

  private final Companions<CompletionStage<?>> awaited = new Companions<>();

  /** How a command of a class is listened to; null if it cannot be. */
  private final ClassValue<MethodHandle> listens =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          return find(type);
        }
      };

  /**
   * Listens to a command, which nobody else may have yet: Lettuce misses the end of one that is
   * listened to in that very moment.
   */
  void await(Object command) throws Throwable {
    MethodHandle listen =
        command == null || command instanceof CompletionStage<?>
            ? null
            : listens.get(command.getClass());
    if (listen != null) {
      CompletableFuture<Object> answer = new CompletableFuture<>();
      awaited.put(command, answer);
      BiConsumer<Object, Throwable> listener =
          (value, thrown) -> {
            if (thrown == null) {
              answer.complete(value);
            } else {
              answer.completeExceptionally(thrown);
            }
          };
      listen.invokeExact(command, listener);
    }
  }

  /** The answer to a command, for which it is asked once; null if it will not be told. */
  CompletionStage<?> to(Object command) {
    return command instanceof CompletionStage<?> future ? future : awaited.take(command);
  }

  /** A command is over, and nobody will ask. */
  void forget(Object command) {
    if (!(command instanceof CompletionStage<?>)) {
      awaited.take(command);
    }
  }

  void sweep() {
    awaited.sweep();
  }

  private static MethodHandle find(Class<?> type) {
    Class<?> completeable = Supertypes.find(type, COMPLETEABLE::equals);
    if (completeable == null) {
      return null;
    }
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              completeable, "onComplete", MethodType.methodType(void.class, BiConsumer.class))
          .asType(MethodType.methodType(void.class, Object.class, BiConsumer.class));
    } catch (ReflectiveOperationException beforeVersion51) {
      return null;
    }
  }
}
