package dev.gemba.http.server;

import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.IntSupplier;

/** Jetty, from 9 on: by reflection, as its classes have other packages with 12. */
public final class JettyContainer implements IntSupplier {

  private final Object server;

  /** Starts it. */
  public JettyContainer() throws ReflectiveOperationException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        Class.forName("org.eclipse.jetty.server.Server")
            .getConstructor(InetSocketAddress.class)
            .newInstance(address);
    Object context = handler().getConstructor().newInstance();
    call(context, "setContextPath", "/");
    call(context, "addEventListener", Shops.listener().getConstructor().newInstance());
    call(server, "setHandler", context);
    call(server, "start");
  }

  private static Class<?> handler() throws ClassNotFoundException {
    try {
      return Class.forName("org.eclipse.jetty.servlet.ServletContextHandler");
    } catch (ClassNotFoundException newer) {
      return Class.forName("org.eclipse.jetty.ee10.servlet.ServletContextHandler");
    }
  }

  private static Object call(Object object, String name, Object... arguments)
      throws ReflectiveOperationException {
    for (Method method : object.getClass().getMethods()) {
      if (method.getName().equals(name) && takes(method.getParameterTypes(), arguments)) {
        return method.invoke(object, arguments);
      }
    }
    throw new NoSuchMethodException(name);
  }

  private static boolean takes(Class<?>[] parameters, Object[] arguments) {
    boolean takes = parameters.length == arguments.length;
    for (int i = 0; takes && i < arguments.length; i++) {
      takes = parameters[i].isInstance(arguments[i]);
    }
    return takes;
  }

  @Override
  public int getAsInt() {
    try {
      return ((URI) call(server, "getURI")).getPort();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
