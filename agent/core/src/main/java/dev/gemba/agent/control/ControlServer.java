package dev.gemba.agent.control;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Listens on the control socket. One thread accepts and closes connections that take too long; each
 * of the few connections has a thread of its own. Safe for use by all threads.
 */
public final class ControlServer {

  static final int MOST_CONNECTIONS = 8;

  private static final long CHECK_MILLIS = 1_000;

  private final AgentCommands commands;
  private final Consumer<String> messages;
  private final Path socket;
  private final Thread thread;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ended = new CountDownLatch(1);

  private volatile Selector selector;
  private volatile boolean closing;

  private ControlServer(AgentCommands commands, Path socket, Consumer<String> messages) {
    this.commands = commands;
    this.messages = messages;
    this.socket = socket;
    this.thread = threadOf("gemba-control", this::run);
  }

  /**
   * Listens for this process, on a thread of its own: that loads classes of the JDK which an
   * application may want to configure first.
   *
   * @param messages takes one line if there can be no control channel
   */
  public static ControlServer open(AgentCommands commands, Consumer<String> messages) {
    return open(commands, ProcessHandle.current().pid(), null, messages);
  }

  static ControlServer open(
      AgentCommands commands, long pid, Path directory, Consumer<String> messages) {
    Path inside = directory == null ? ControlDirectory.ofThisUser() : directory;
    ControlServer server = new ControlServer(commands, inside.resolve(pid + ".sock"), messages);
    server.thread.start();
    return server;
  }

  static Thread threadOf(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  private void run() {
    try (Selector waiting = Selector.open();
        ServerSocketChannel channel = listen()) {
      selector = waiting;
      channel.configureBlocking(false);
      channel.register(waiting, SelectionKey.OP_ACCEPT);
      while (!closing) {
        waiting.select(connections.isEmpty() ? 0 : CHECK_MILLIS);
        waiting.selectedKeys().clear();
        for (SocketChannel client = channel.accept(); client != null; client = channel.accept()) {
          admit(client);
        }
        connections.forEach(Connection::closeIfOverdue);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      messages.accept("has no control channel, so it cannot be asked anything: " + e.getMessage());
    } finally {
      selector = null;
      ended.countDown();
    }
  }

  private ServerSocketChannel listen() throws IOException {
    ControlDirectory.makeSafe(socket.getParent());
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      try {
        channel.bind(address);
      } catch (BindException inUse) {
        removeStale(address, inUse);
        channel.bind(address);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A process that was killed leaves its socket behind, and another one can get its number. */
  private void removeStale(UnixDomainSocketAddress address, BindException inUse)
      throws IOException {
    try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.connect(address);
    } catch (IOException nobodyListens) {
      Files.deleteIfExists(socket);
      return;
    }
    inUse.addSuppressed(new IOException(socket + " is in use by another process"));
    throw inUse;
  }

  private void admit(SocketChannel client) throws IOException {
    client.configureBlocking(true);
    Connection connection = new Connection(client, commands, this);
    connections.add(connection);
    connection.start(connections.size() > MOST_CONNECTIONS);
  }

  /** The user whose socket this is. */
  String owner() throws IOException {
    return Files.getOwner(socket).getName();
  }

  void ended(Connection connection) {
    connections.remove(connection);
  }

  /**
   * Listens no more, and ends every connection but one. Returns when the socket is gone.
   *
   * @param last null to end all
   */
  void close(Connection last) {
    closing = true;
    Selector waiting = selector;
    if (waiting != null) {
      waiting.wakeup();
    }
    try {
      ended.await();
      Files.deleteIfExists(socket);
      removeIfEmpty(socket.getParent());
    } catch (InterruptedException | IOException ignored) {
      // A socket that is left behind is found to be stale by the next one of this number.
    }
    for (Connection connection : connections) {
      if (connection != last) {
        connection.close();
      }
    }
  }

  /** Listens no more, and ends every connection. */
  public void close() {
    close(null);
  }

  private static void removeIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (java.nio.file.DirectoryNotEmptyException ignored) {
      // Other JVMs of this user have theirs in there.
    }
  }
}
