package dev.gemba.agent.trace;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Finds what a statement does, and to which table, in its tokens. It knows the few keywords that
 * lead there, and counts parentheses instead of entering them.
 */
final class SqlTarget {

  /** What is looked for. */
  private enum Want {
    VERB,
    /** The verb behind the queries that WITH gives names to. */
    MAIN_VERB,
    /** What CREATE, ALTER or DROP is about. */
    OBJECT,
    /** A name behind the verb, or the keyword. */
    NAME,
    KEYWORD,
    NAME_AFTER_KEYWORD,
    NOTHING
  }

  private Want want = Want.VERB;
  private String operation;
  private String collection;

  /** What the name follows; null if that is the verb itself. */
  private String keyword;

  private final SqlName name = new SqlName();
  private int depth;

  /** How many parentheses the words that count are in. */
  private int base;

  /** Whether the token before was DISTINCT, behind which FROM begins no list of tables. */
  private boolean distinct;

  private final Set<String> queries = new HashSet<>();
  private boolean inQueries;
  private boolean queryNext;
  private int queriesBase;
  private String tableOfQueries;

  void accept(SqlTokens token) {
    if (name.isBegun()) {
      if (name.takes(token)) {
        return;
      }
      endName(token.is('('));
    }
    if (token.is('(')) {
      depth++;
      base = want == Want.NAME_AFTER_KEYWORD ? depth : base;
    } else if (token.is(')')) {
      closeParenthesis();
    } else if (token.is(';') && operation != null) {
      want = Want.NOTHING;
    } else {
      look(token);
    }
    distinct = token.is("DISTINCT");
  }

  /** Has to be called behind the last token. */
  void end() {
    if (name.isBegun()) {
      endName(false);
    }
  }

  /** Whether no further token can change the answers. */
  boolean isFound() {
    return want == Want.NOTHING;
  }

  /** In upper case; null if there is none. */
  String operation() {
    return operation;
  }

  /** As it is written, without quotes; null if there is none. */
  String collection() {
    return collection;
  }

  private void look(SqlTokens token) {
    switch (want) {
      case VERB -> {
        if (token.kind() == SqlTokens.Kind.WORD) {
          verb(token.keyword());
        }
      }
      case MAIN_VERB -> mainVerb(token);
      case OBJECT -> object(token.keyword());
      case NAME -> name(token);
      case KEYWORD -> {
        if (isKeyword(token)) {
          want = Want.NAME_AFTER_KEYWORD;
        }
      }
      case NAME_AFTER_KEYWORD -> nameAfterKeyword(token);
      case NOTHING -> {}
    }
  }

  private void verb(String verb) {
    operation = SqlKeywords.isWord(verb) ? verb : null;
    base = depth;
    switch (verb) {
      case "SELECT", "EXPLAIN" -> lookFor(Want.KEYWORD, "FROM");
      case "DELETE" -> lookFor(Want.NAME, "FROM");
      case "INSERT", "MERGE", "REPLACE", "UPSERT" -> lookFor(Want.NAME, "INTO");
      case "UPDATE", "TRUNCATE", "EXEC", "EXECUTE" -> lookFor(Want.NAME, null);
      // CALL NEXT VALUE FOR sequence, of H2 and HSQLDB
      case "CALL" -> lookFor(Want.NAME, "FOR");
      case "CREATE", "ALTER", "DROP" -> want = Want.OBJECT;
      case "WITH" -> {
        want = Want.MAIN_VERB;
        inQueries = true;
        queryNext = true;
        queriesBase = depth;
      }
      default -> want = Want.NOTHING;
    }
  }

  private void lookFor(Want wanted, String before) {
    want = wanted;
    keyword = before;
  }

  private void mainVerb(SqlTokens token) {
    boolean outside = depth == queriesBase;
    if (outside && SqlKeywords.isMainVerb(token.keyword())) {
      inQueries = false;
      verb(token.keyword());
    } else if (outside && token.is(',')) {
      queryNext = true;
    } else if (outside && queryNext && token.isName() && !token.is("RECURSIVE")) {
      StringBuilder query = new StringBuilder();
      token.appendNameTo(query);
      queries.add(lowerCase(query.toString()));
      queryNext = false;
    } else if (depth == queriesBase + 1
        && tableOfQueries == null
        && token.is("FROM")
        && !distinct) {
      lookFor(Want.NAME_AFTER_KEYWORD, "FROM");
    }
  }

  private void object(String word) {
    if (!SqlKeywords.isObject(word)) {
      return;
    }
    operation = operation + " " + word;
    switch (word) {
      case "TABLE", "VIEW" -> lookFor(Want.NAME, null);
      case "INDEX", "TRIGGER" -> lookFor(Want.KEYWORD, "ON");
      default -> want = Want.NOTHING;
    }
  }

  private void name(SqlTokens token) {
    if (isKeyword(token)) {
      want = Want.NAME_AFTER_KEYWORD;
    } else if (depth == base && token.isName() && !SqlKeywords.isBeforeName(token.keyword())) {
      name.begin(token);
    }
  }

  private boolean isKeyword(SqlTokens token) {
    return keyword != null && depth == base && token.is(keyword) && !distinct;
  }

  private void nameAfterKeyword(SqlTokens token) {
    if (token.is("SELECT") || token.is("WITH")) {
      base = depth;
      lookFor(Want.KEYWORD, "FROM");
    } else if (!token.isName() || token.is("VALUES")) {
      settle(collection);
    } else if (!SqlKeywords.isBeforeName(token.keyword())) {
      name.begin(token);
    }
  }

  private void endName(boolean parenthesis) {
    String found = name.end();
    boolean follows = want == Want.NAME_AFTER_KEYWORD;
    if (follows && parenthesis && keyword.equals("FROM")) {
      found = null; // a function that makes a table
    } else if (found != null && queries.contains(lowerCase(found))) {
      found = tableOfQueries;
    }
    if (follows || keyword == null) {
      settle(found);
    } else {
      collection = found;
      want = Want.KEYWORD;
    }
  }

  /** Ends the search, or that in the queries of WITH. */
  private void settle(String found) {
    if (inQueries) {
      tableOfQueries = found;
      want = Want.MAIN_VERB;
    } else {
      collection = found;
      want = Want.NOTHING;
    }
  }

  private void closeParenthesis() {
    depth = Math.max(0, depth - 1);
    base = Math.min(base, depth);
    if (inQueries && depth <= queriesBase) {
      want = Want.MAIN_VERB;
    }
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
