package dev.gemba.exporter.kafka.silent;

import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Stands in for {@code org.slf4j.LoggerFactory}, which would look for a logging library, by a
 * system property of the application too, and complain on standard error that there is none.
 * Nothing is lost by that: a failed delivery is thrown by the exporter, with its reason.
 */
public final class LoggerFactory {

  private LoggerFactory() {}

  public static Logger getLogger(String name) {
    return NOPLogger.NOP_LOGGER;
  }

  public static Logger getLogger(Class<?> type) {
    return NOPLogger.NOP_LOGGER;
  }
}
