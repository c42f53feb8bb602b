package dev.gemba.agent.trace;

import java.util.Set;

/** The keywords that lead to what a statement is about, in upper case. */
final class SqlKeywords {

  private static final Set<String> MAIN_VERBS =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "VALUES");

  private static final Set<String> OBJECTS =
      Set.of(
          "TABLE",
          "VIEW",
          "INDEX",
          "TRIGGER",
          "SEQUENCE",
          "SCHEMA",
          "DATABASE",
          "FUNCTION",
          "PROCEDURE",
          "PACKAGE",
          "TYPE",
          "DOMAIN",
          "EXTENSION",
          "SYNONYM",
          "ALIAS",
          "ROLE",
          "USER",
          "POLICY",
          "SESSION",
          "SYSTEM",
          "TABLESPACE");

  private static final Set<String> BEFORE_NAMES =
      Set.of(
          "ABORT",
          "ALL",
          "CONCURRENTLY",
          "DELAYED",
          "EXISTS",
          "FAIL",
          "FIRST",
          "HIGH_PRIORITY",
          "IF",
          "IGNORE",
          "IMMEDIATE",
          "LATERAL",
          "LOW_PRIORITY",
          "NOT",
          "ONLY",
          "OR",
          "OVERWRITE",
          "QUICK",
          "REPLACE",
          "ROLLBACK",
          "TABLE",
          "TOP");

  private SqlKeywords() {}

  /** Whether the text can be a keyword at all: letters, and at least one. */
  static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** What WITH and its queries can be in front of. */
  static boolean isMainVerb(String word) {
    return MAIN_VERBS.contains(word);
  }

  /** What CREATE, ALTER and DROP can be about. */
  static boolean isObject(String word) {
    return OBJECTS.contains(word);
  }

  /** What can stand between a verb, or INTO and the like, and the name. */
  static boolean isBeforeName(String word) {
    return BEFORE_NAMES.contains(word);
  }
}
