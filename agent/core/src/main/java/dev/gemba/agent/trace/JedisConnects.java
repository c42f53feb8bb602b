package dev.gemba.agent.trace;

import java.util.function.BiConsumer;

/** Connections that Jedis makes: remembers where they lead to, for the commands to come. */
final class JedisConnects implements Enricher {

  private final Companions<JedisSocket> sockets;

  JedisConnects(Companions<JedisSocket> sockets) {
    this.sockets = sockets;
  }

  @Override
  public String operation(EndedCall call) {
    if (call.returned() != null) {
      sockets.put(call.returned(), new JedisSocket(server(call)));
    }
    return null;
  }

  @Override
  public void enrich(EndedCall call, BiConsumer<String, Object> sink) {
    server(call).enrich(sink);
  }

  private static RedisServer server(EndedCall call) {
    return new RedisServer(call.text("host"), call.number("port"));
  }
}
