package dev.gemba.cli.heap;

import dev.gemba.agent.target.Signature;

/** Names of classes as a source has them, of those that the JVM has. */
final class ClassNames {

  private ClassNames() {}

  /** {@code byte[]} of {@code [B}, {@code com.acme.Card[]} of {@code [Lcom.acme.Card;}. */
  static String ofSource(String name) {
    return Signature.type(name).replace('/', '.');
  }
}
