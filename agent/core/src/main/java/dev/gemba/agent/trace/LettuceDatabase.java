package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.PathReader;
import dev.gemba.agent.capture.Supertypes;
import dev.gemba.agent.config.ValuePath;
import java.lang.reflect.Field;

/**
 * The index of the database that a connection of Lettuce is at, which has its place in the
 * connection itself before version 6, and in its state since. One to a cluster tells of none. Safe
 * for use by all threads.
 */
final class LettuceDatabase {

  private static final String CONNECTION = "io.lettuce.core.StatefulRedisConnectionImpl";

  private final PathReader since6;
  private final PathReader before6;

  /** By the class of the connection: the field that leads to the index; empty if none does. */
  private final ClassValue<String> places =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return place(type);
        }
      };

  LettuceDatabase(ModuleOpener opener) {
    since6 = new PathReader(ValuePath.parse("this.state.db"), opener);
    before6 = new PathReader(ValuePath.parse("this.db"), opener);
  }

  /** Null if it is not known. */
  String of(Object connection) throws Throwable {
    if (connection == null) {
      return null;
    }
    Object index =
        switch (places.get(connection.getClass())) {
          case "state" -> since6.read(connection, null, null);
          case "db" -> before6.read(connection, null, null);
          default -> null;
        };
    return index == null ? null : index.toString();
  }

  private static String place(Class<?> type) {
    Class<?> connection = Supertypes.find(type, CONNECTION::equals);
    if (connection != null) {
      for (Field field : connection.getDeclaredFields()) {
        if (field.getName().equals("state") || field.getName().equals("db")) {
          return field.getName();
        }
      }
    }
    return "";
  }
}
