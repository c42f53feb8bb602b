package dev.gemba.agent.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Asks the system who is at the other end of a socket. The directory's permissions keep others out
 * already; this holds where somebody has loosened them.
 */
final class Peer {

  private static final String ROOT = "root";

  private Peer() {}

  /**
   * @param owner whose socket it is, as files name their owners
   * @throws CommandRefusedException if it is another user, and not root
   */
  static void check(SocketChannel channel, String owner)
      throws IOException, CommandRefusedException {
    String peer;
    try {
      peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    } catch (UnsupportedOperationException | LinkageError unknown) {
      // A system, or a runtime image, that does not tell.
      return;
    }
    if (!peer.equals(owner) && !peer.equals(ROOT)) {
      throw CommandRefusedException.refused(
          "found the user " + peer + ", accepted is " + owner + ", whose JVM this is");
    }
  }
}
