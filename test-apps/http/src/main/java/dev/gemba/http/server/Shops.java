package dev.gemba.http.server;

/** The shop for the servlets that a container has. */
final class Shops {

  private Shops() {}

  /** The listener that makes the shop: for {@code jakarta} if that is there, else {@code javax}. */
  static Class<?> listener() throws ClassNotFoundException {
    try {
      Class.forName("jakarta.servlet.Servlet");
      return Class.forName("dev.gemba.http.server.JakartaShop");
    } catch (ClassNotFoundException older) {
      return Class.forName("dev.gemba.http.server.JavaxShop");
    }
  }
}
