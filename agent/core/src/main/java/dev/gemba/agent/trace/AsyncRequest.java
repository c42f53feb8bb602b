package dev.gemba.agent.trace;

import dev.gemba.agent.capture.Supertypes;
import dev.gemba.bootstrap.Later;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A servlet's request that goes on after the servlet has returned, until it is completed: listens
 * to that, by a proxy of the listener's interface, as the container knows no other. For {@code
 * javax} and {@code jakarta} alike.
 */
final class AsyncRequest implements InvocationHandler {

  private static final String CONTEXT = ".servlet.AsyncContext";
  private static final String ADD_LISTENER = "addListener";

  private final Later call;
  private volatile Throwable thrown;

  private AsyncRequest(Later call) {
    this.call = call;
  }

  /**
   * Has a call be ended when a request is completed.
   *
   * @param context the request's {@code AsyncContext}
   * @throws ReflectiveOperationException if it is none
   */
  static void whenCompleted(Object context, Later call) throws ReflectiveOperationException {
    Method add = addListener(context.getClass());
    Class<?> listener = add.getParameterTypes()[0];
    Object proxy =
        Proxy.newProxyInstance(
            listener.getClassLoader(), new Class<?>[] {listener}, new AsyncRequest(call));
    add.invoke(context, proxy);
  }

  /** Declared by the interface, as the container's own class may not be accessible. */
  private static Method addListener(Class<?> type) throws NoSuchMethodException {
    Class<?> context = Supertypes.find(type, name -> name.endsWith(CONTEXT));
    if (context != null) {
      for (Method method : context.getMethods()) {
        if (method.getName().equals(ADD_LISTENER) && method.getParameterCount() == 1) {
          return method;
        }
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + ADD_LISTENER);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "onError", "onTimeout" -> thrown = thrownOf(arguments[0]);
      case "onComplete" -> call.end(null, thrown);
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      case "equals" -> {
        return isSame(proxy, arguments[0]);
      }
      case "toString" -> {
        return "Gemba's listener";
      }
      default -> {
        // Begun again by a dispatch: the next completion is the one.
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // that is what equals of an object means
  private static boolean isSame(Object one, Object other) {
    return one == other;
  }

  private static Throwable thrownOf(Object event) throws ReflectiveOperationException {
    return (Throwable) event.getClass().getMethod("getThrowable").invoke(event);
  }
}
