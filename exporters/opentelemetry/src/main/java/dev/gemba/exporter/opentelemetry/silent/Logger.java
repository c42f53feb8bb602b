package dev.gemba.exporter.opentelemetry.silent;

/**
 * Stands in for {@code java.util.logging.Logger} and drops every message. Nothing is lost by that:
 * a failed delivery is thrown by the exporter, with its reason, and reported once by the agent.
 */
public final class Logger {

  private static final Logger SILENT = new Logger();

  private Logger() {}

  public static Logger getLogger(String name) {
    return SILENT;
  }

  public boolean isLoggable(Level level) {
    return false;
  }

  public void log(Level level, String message) {}

  public void log(Level level, String message, Object parameter) {}

  public void log(Level level, String message, Object[] parameters) {}

  public void log(Level level, String message, Throwable thrown) {}

  public void fine(String message) {}

  public void info(String message) {}

  public void warning(String message) {}
}
