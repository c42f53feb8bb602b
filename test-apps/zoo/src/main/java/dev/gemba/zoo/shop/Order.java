package dev.gemba.zoo.shop;

import java.util.List;

/** An order: a record, so that its components can be read by name. */
record Order(String id, Customer customer, List<String> lines) {

  /** A class that hides its state, and has a getter that fails. */
  static final class Customer {
    private final String name;

    Customer(String name) {
      this.name = name;
    }

    boolean isLoyal() {
      return name.startsWith("a");
    }

    @Override
    public String toString() {
      return getSecret();
    }

    String getSecret() {
      if (!name.isEmpty()) {
        throw new UnsupportedOperationException("not to be told");
      }
      return name;
    }
  }
}
