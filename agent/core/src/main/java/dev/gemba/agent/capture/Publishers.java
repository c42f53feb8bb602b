package dev.gemba.agent.capture;

import dev.gemba.bootstrap.Later;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Calls that are over when the publisher is that their method returned: Reactor's {@code Mono} and
 * {@code Flux}, and the JDK's {@code Flow.Publisher}. A publisher does not tell; so another one is
 * returned, that passes everything on. Safe for use by all threads.
 */
public final class Publishers {

  private static final String REACTOR = "reactor.core.publisher.";

  /** Reactor's two methods, by the class that has them; empty for all other classes. */
  private final ClassValue<MethodHandle[]> operators =
      new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
          try {
            return find(type);
          } catch (ReflectiveOperationException | LinkageError e) {
            // Another version: the call is over when its method returns.
            return new MethodHandle[0];
          }
        }
      };

  /** Whether this is a publisher that can be told when it is done. */
  public boolean isOne(Object returned) {
    return returned instanceof Flow.Publisher<?>
        || (returned != null && operators.get(returned.getClass()).length > 0);
  }

  /**
   * A publisher in place of another, which ends a call when it is done, has failed or is not wanted
   * any more; the first time, if it is subscribed to more than once.
   *
   * @throws Throwable whatever Reactor throws
   */
  public Object untilDone(Object returned, Later call) throws Throwable {
    MethodHandle[] found = operators.get(returned.getClass());
    if (found.length == 0) {
      return new Watched((Flow.Publisher<?>) returned, call);
    }
    Consumer<Object> failed = thrown -> call.end(null, (Throwable) thrown);
    Consumer<Object> ended = signal -> call.end(null, null);
    Object told = found[0].invokeExact(returned, failed);
    return found[1].invokeExact(told, ended);
  }

  private static MethodHandle[] find(Class<?> type) throws ReflectiveOperationException {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (c.getName().equals(REACTOR + "Mono") || c.getName().equals(REACTOR + "Flux")) {
        return new MethodHandle[] {operator(c, "doOnError"), operator(c, "doFinally")};
      }
      if (Modifier.isPublic(c.getModifiers()) && !c.getName().endsWith("Operator")) {
        // Something more than that, which could not be returned in its place.
        return new MethodHandle[0];
      }
    }
    return new MethodHandle[0];
  }

  private static MethodHandle operator(Class<?> type, String name)
      throws ReflectiveOperationException {
    Method method = type.getMethod(name, Consumer.class);
    MethodHandle found = MethodHandles.publicLookup().unreflect(method);
    return found.asType(
        found.type().changeParameterType(0, Object.class).changeReturnType(Object.class));
  }

  private record Watched(Flow.Publisher<?> publisher, Later call)
      implements Flow.Publisher<Object> {
    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
      publisher.subscribe(new Watching(subscriber, call));
    }
  }

  private record Watching(Flow.Subscriber<? super Object> subscriber, Later call)
      implements Flow.Subscriber<Object> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(new Cancelling(subscription, call));
    }

    @Override
    public void onNext(Object item) {
      subscriber.onNext(item);
    }

    @Override
    public void onError(Throwable thrown) {
      call.end(null, thrown);
      subscriber.onError(thrown);
    }

    @Override
    public void onComplete() {
      call.end(null, null);
      subscriber.onComplete();
    }
  }

  private record Cancelling(Flow.Subscription subscription, Later call)
      implements Flow.Subscription {
    @Override
    public void request(long items) {
      subscription.request(items);
    }

    @Override
    public void cancel() {
      call.end(null, null);
      subscription.cancel();
    }
  }
}
