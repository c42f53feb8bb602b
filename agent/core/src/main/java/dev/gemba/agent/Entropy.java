package dev.gemba.agent;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * Randomness for trace ids. Read from the kernel where that can be had, as setting up the JDK's
 * providers of secure random numbers takes longer than the rest of the agent's start.
 */
final class Entropy {

  private Entropy() {}

  static long next() {
    try (DataInputStream in = new DataInputStream(new FileInputStream("/dev/urandom"))) {
      return in.readLong();
    } catch (IOException ignored) {
      // Not a system with that device.
      return new SecureRandom().nextLong();
    }
  }
}
