package dev.gemba.it.diary;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Writes the same to Logback, to Log4j and to {@code java.util.logging}: {@code Diary DAYS}. A note
 * of each day, and of its evening, and one before and after all of them; and in the end what the
 * MDC has of its own.
 */
public final class Diary {

  private static final Logger LOGBACK = LoggerFactory.getLogger(Diary.class);
  private static final org.apache.logging.log4j.Logger LOG4J = LogManager.getLogger(Diary.class);
  private static final java.util.logging.Logger JUL =
      java.util.logging.Logger.getLogger(Diary.class.getName());

  private Diary() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    note("before");
    MDC.put("user", "ann");
    ThreadContext.put("user", "ann");
    for (int day = 0; day < Integer.parseInt(arguments[0]); day++) {
      day(day);
    }
    note("after");
    // What waits to be written is, before the end.
    ILoggerFactory logback = LoggerFactory.getILoggerFactory();
    logback.getClass().getMethod("stop").invoke(logback);
    LogManager.shutdown();
    System.out.println("of its own: " + MDC.get("trace_id") + " " + ThreadContext.getContext());
  }

  private static void day(int number) {
    note("day " + number);
    evening(number);
  }

  private static void evening(int number) {
    note("evening " + number);
  }

  private static void note(String text) {
    LOGBACK.info(text);
    LOG4J.info(text);
    JUL.log(java.util.logging.Level.INFO, "{0}", text);
  }
}
