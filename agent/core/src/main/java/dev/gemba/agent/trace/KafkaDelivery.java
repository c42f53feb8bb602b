package dev.gemba.agent.trace;

import dev.gemba.bootstrap.Handoffs;
import dev.gemba.bootstrap.Later;
import dev.gemba.bootstrap.TraceContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Hears when Kafka has delivered a record, or given it up, before the application does: a proxy of
 * the library's interface, in place of the application's callback. That is called all the same, and
 * carries on the trace. Told of its call by the thread that sends, and of the delivery by the
 * producer's own, in either order.
 */
final class KafkaDelivery implements InvocationHandler {

  private static final String CALLBACK = "org.apache.kafka.clients.producer.Callback";

  private final Object callback;
  private final TraceContext context;

  private Later call;
  private boolean delivered;
  private Object metadata;
  private Throwable thrown;

  private KafkaDelivery(Object callback, TraceContext context) {
    this.callback = callback;
    this.context = context;
  }

  /**
   * A callback to be given to the library.
   *
   * @param callback the application's; null if it has none
   * @param record class of what is sent, by which the library is found
   */
  static Object of(Object callback, Class<?> record, TraceContext context)
      throws ClassNotFoundException {
    ClassLoader loader = record.getClassLoader();
    Class<?>[] type = {Class.forName(CALLBACK, false, loader)};
    return Proxy.newProxyInstance(
        type[0].getClassLoader(), type, new KafkaDelivery(callback, context));
  }

  /** What stands behind a callback; null if that is the application's own. */
  static KafkaDelivery in(Object callback) {
    return callback != null
            && Proxy.isProxyClass(callback.getClass())
            && Proxy.getInvocationHandler(callback) instanceof KafkaDelivery delivery
        ? delivery
        : null;
  }

  /** Has a call be ended when the record is delivered, which it may be already. */
  void ends(Later later) {
    synchronized (this) {
      call = later;
      if (!delivered) {
        return;
      }
    }
    later.end(metadata, thrown);
  }

  private void deliver(Object where, Throwable failure) {
    Later ended;
    synchronized (this) {
      delivered = true;
      metadata = where;
      thrown = failure;
      ended = call;
    }
    if (ended != null) {
      ended.end(where, failure);
    }
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "onCompletion" -> {
        deliver(arguments[0], (Throwable) arguments[1]);
        yield callback == null ? null : callBack(method, arguments);
      }
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> isSame(proxy, arguments[0]);
      default -> "Gemba's callback, before " + callback;
    };
  }

  private Object callBack(Method method, Object[] arguments) throws Throwable {
    long entered = Handoffs.enter(context);
    try {
      return method.invoke(callback, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      Handoffs.leave(entered);
    }
  }

  @SuppressWarnings("ReferenceEquality") // that is what equals of an object means
  private static boolean isSame(Object one, Object other) {
    return one == other;
  }
}
