package dev.gemba.http.server;

import java.io.IOException;
import java.util.EnumSet;
import javax.servlet.AsyncContext;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.FilterRegistration;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.ServletException;
import javax.servlet.ServletRegistration;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** A shop for {@code javax} servlets; {@link JakartaShop} is the same for {@code jakarta}. */
public final class JavaxShop implements ServletContextListener {

  private static final long LATER_MILLIS = 20;

  /** The constructor that containers look for. */
  public JavaxShop() {}

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    ServletRegistration.Dynamic items = context.addServlet("items", Items.class);
    items.setAsyncSupported(true);
    items.addMapping("/*");
    FilterRegistration.Dynamic guard = context.addFilter("guard", Guard.class);
    guard.setAsyncSupported(true);
    guard.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    // The process ends.
  }

  /** Lets nobody pass to {@code /guarded}. */
  public static final class Guard implements Filter {

    /** The constructor that containers look for. */
    public Guard() {}

    @Override
    public void init(FilterConfig config) {
      // Nothing to be set.
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      if (((HttpServletRequest) request).getRequestURI().startsWith("/guarded")) {
        ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_FORBIDDEN);
      } else {
        chain.doFilter(request, response);
      }
    }

    @Override
    public void destroy() {
      // Nothing to be freed.
    }
  }

  /** Answers in the way that the path's first segment says. */
  public static final class Items extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** The constructor that containers look for. */
    public Items() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      switch (request.getRequestURI().split("/")[1]) {
        case "none" -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        case "broken" -> throw new IllegalStateException("broken");
        case "away" -> response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        case "moved" -> request.getRequestDispatcher("/items/7").forward(request, response);
        case "later" -> later(request.startAsync());
        case "again" -> again(request);
        default -> response.getWriter().print("an item");
      }
    }

    private static void later(AsyncContext async) {
      async.start(
          () -> {
            try {
              Thread.sleep(LATER_MILLIS);
              async.getResponse().getWriter().print("an item");
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
            async.complete();
          });
    }

    private static void again(HttpServletRequest request) {
      request.startAsync().dispatch("/items/7");
    }
  }
}
