package dev.gemba.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker on loopback, alone in its cluster, that makes topics as they are asked for: {@code
 * Broker DIRECTORY PORT [NAME=VALUE …]}, with more of a broker's properties. It tells when it takes
 * messages, and ends when its standard input does.
 */
public final class Broker {

  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

  private Broker() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]).resolve("data"));
    int port = Integer.parseInt(arguments[1]);
    Properties properties = properties(directory, port);
    for (int i = 2; i < arguments.length; i++) {
      String[] more = arguments[i].split("=", 2);
      properties.setProperty(more[0], more[1]);
    }
    format(directory);
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    server.startup();
    System.out.println("listening on " + port + ".");
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(0); // an orderly end takes seconds, and nobody reads from it again
  }

  private static Properties properties(Path directory, int port) throws IOException {
    int controllerPort = freePort();
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty(
        "listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.setProperty("inter.broker.listener.name", "CLIENT");
    properties.setProperty(
        "listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.setProperty("log.dirs", directory.toString());
    properties.setProperty("num.partitions", "3");
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("offsets.topic.num.partitions", "1");
    properties.setProperty("num.network.threads", "1");
    properties.setProperty("num.io.threads", "2");
    properties.setProperty("background.threads", "2");
    properties.setProperty("log.cleaner.enable", "false");
    return properties;
  }

  private static void format(Path directory) throws Exception {
    new Formatter()
        .setPrintStream(System.out)
        .setNodeId(1)
        .setClusterId(CLUSTER)
        .setIgnoreFormatted(true)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .run();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
