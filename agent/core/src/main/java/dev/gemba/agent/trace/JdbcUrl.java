package dev.gemba.agent.trace;

/**
 * What a JDBC URL says of the database, as far as it does. Immutable.
 *
 * @param system {@code db.system.name} by OpenTelemetry's semantic conventions; {@code other_sql}
 *     if it is not one of those they know
 * @param address of the server; null if there is none
 * @param port -1 if it is not told
 * @param namespace name of the database; null if it is not told
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/database/">OpenTelemetry, semantic
 *     conventions for databases</a>
 */
record JdbcUrl(String system, String address, int port, String namespace) {

  private static final String PREFIX = "jdbc:";
  private static final JdbcUrl UNKNOWN = new JdbcUrl("other_sql", null, -1, null);
  private static final int HIGHEST_PORT = 65_535;

  /** Reads a URL; whatever it is, this answers. */
  static JdbcUrl of(String url) {
    if (url == null || !url.startsWith(PREFIX)) {
      return UNKNOWN;
    }
    int end = url.indexOf(':', PREFIX.length());
    if (end < 0) {
      return UNKNOWN;
    }
    String product = url.substring(PREFIX.length(), end);
    String rest = url.substring(end + 1);
    return switch (product) {
      case "h2" -> embedded("h2database", rest);
      case "hsqldb" -> embedded("hsqldb", rest);
      case "derby" -> embedded("derby", rest);
      case "sqlite" -> new JdbcUrl("sqlite", null, -1, cut(rest, "?"));
      case "postgresql" -> server("postgresql", rest);
      case "mysql" -> server("mysql", rest);
      case "mariadb" -> server("mariadb", rest);
      case "db2" -> server("ibm.db2", rest);
      case "sqlserver", "jtds" -> sqlServer(rest);
      case "oracle" -> oracle(rest);
      default -> server("other_sql", rest);
    };
  }

  /** Whether text in double quotes is a string there, and not a name as the standard has it. */
  boolean quotesStringsTwice() {
    return system.equals("mysql") || system.equals("mariadb");
  }

  private static JdbcUrl embedded(String system, String rest) {
    if (rest.contains("//")) {
      return server(system, rest);
    }
    String name = cut(rest, ";");
    int scheme = name.indexOf(':');
    String path = scheme < 0 ? name : name.substring(scheme + 1);
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    return new JdbcUrl(system, null, -1, last.isEmpty() ? null : last);
  }

  /** {@code //host:port/database?…}, of several hosts the first. */
  private static JdbcUrl server(String system, String rest) {
    int slashes = rest.indexOf("//");
    if (slashes < 0) {
      String name = cut(cut(rest, "?"), ";");
      return new JdbcUrl(system, null, -1, name.isEmpty() ? null : name);
    }
    String place = cut(cut(rest.substring(slashes + 2), "?"), ";");
    int slash = place.indexOf('/');
    String hosts = slash < 0 ? place : place.substring(0, slash);
    String name = slash < 0 ? "" : place.substring(slash + 1);
    return at(system, hosts, name);
  }

  private static JdbcUrl sqlServer(String rest) {
    JdbcUrl plain = server("microsoft.sql_server", rest);
    String name = plain.namespace;
    for (String property : rest.split(";")) {
      int equals = property.indexOf('=');
      String key = equals < 0 ? "" : property.substring(0, equals);
      if (key.equalsIgnoreCase("databaseName") || key.equalsIgnoreCase("database")) {
        name = property.substring(equals + 1);
      }
    }
    return new JdbcUrl(plain.system, plain.address, plain.port, name);
  }

  /** {@code thin:@//host:port/service}, {@code thin:@host:port:sid} and the like. */
  private static JdbcUrl oracle(String rest) {
    int at = rest.indexOf('@');
    if (at < 0 || rest.startsWith("(", at + 1)) {
      return new JdbcUrl("oracle.db", null, -1, null);
    }
    String place = cut(rest.substring(at + 1), "?");
    int slashes = place.indexOf("//");
    String plain = slashes < 0 ? place : place.substring(slashes + 2);
    int slash = plain.indexOf('/');
    if (slash >= 0) {
      return at("oracle.db", plain.substring(0, slash), plain.substring(slash + 1));
    }
    int sid = plain.lastIndexOf(':');
    return plain.indexOf(':') < sid
        ? at("oracle.db", plain.substring(0, sid), plain.substring(sid + 1))
        : at("oracle.db", plain, "");
  }

  private static JdbcUrl at(String system, String hosts, String name) {
    String host = cut(hosts.substring(hosts.lastIndexOf('@') + 1), ",");
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']');
    String address = hasPort ? host.substring(0, colon) : host;
    return new JdbcUrl(
        system,
        address.isEmpty() ? null : address,
        hasPort ? port(host.substring(colon + 1)) : -1,
        name.isEmpty() ? null : name);
  }

  private static int port(String text) {
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || port > HIGHEST_PORT) {
        return -1;
      }
      port = 10 * port + digit;
    }
    return text.isEmpty() || port > HIGHEST_PORT ? -1 : port;
  }

  private static String cut(String text, String from) {
    int at = text.indexOf(from);
    return at < 0 ? text : text.substring(0, at);
  }
}
