package dev.gemba.agent.trace;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * Commands that Jedis writes: remembers them by the stream of the connection, for when they are
 * answered. No calls that count.
 */
final class JedisSends implements Enricher {

  private static final int LONGEST_INDEX = 9;

  private final RedisNames names;
  private final Companions<JedisConnection> connections;

  JedisSends(RedisNames names, Companions<JedisConnection> connections) {
    this.names = names;
    this.connections = connections;
  }

  @Override
  public boolean isToBeRecorded(EndedCall call) {
    Object stream = call.firstArgument();
    JedisConnection connection = connections.of(stream);
    if (connection == null) {
      connection = new JedisConnection();
      connections.put(stream, connection);
    }
    String name = names.of((byte[]) call.value("command"));
    connection.sent(name, argumentCount(call), name.equals("SELECT") ? database(call) : -1);
    return false;
  }

  private static int argumentCount(EndedCall call) {
    // From Jedis 4 on, the command is the first of its arguments.
    return call.value("arguments") instanceof byte[][] before4
        ? before4.length
        : call.number("size") - 1;
  }

  /** The index that SELECT has for its argument; -1 if it has none. */
  private static int database(EndedCall call) {
    Object arguments = call.value("arguments");
    if (arguments instanceof byte[][] before4) {
      return before4.length == 0 ? -1 : index(before4[0]);
    }
    Iterator<?> all = ((Iterable<?>) arguments).iterator();
    all.next();
    return all.hasNext() ? index((byte[]) call.valueOf(all.next(), "raw")) : -1;
  }

  private static int index(byte[] digits) {
    String text = digits == null ? "" : new String(digits, StandardCharsets.US_ASCII);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return text.isEmpty() || text.length() > LONGEST_INDEX ? -1 : Integer.parseInt(text);
  }

  @Override
  public String operation(EndedCall call) {
    return null;
  }
}
