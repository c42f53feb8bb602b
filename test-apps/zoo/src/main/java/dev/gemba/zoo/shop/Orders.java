package dev.gemba.zoo.shop;

import java.io.PrintStream;
import java.util.Collections;
import java.util.List;

/** The orders of a day. */
public final class Orders {

  /** How many customers come; more than a dimension keeps apart. */
  public static final int CUSTOMERS = 60;

  private Orders() {}

  /** Sixty orders with 0 to 59 lines and prices, by turns at two desks; the first one fails. */
  public static void takeAll(PrintStream out) {
    List<Desk> desks = List.of(new Desk.Front(), new Desk.Back());
    for (int i = 0; i < CUSTOMERS; i++) {
      Order.Customer customer = new Order.Customer((i % 2 == 0 ? "a" : "b") + i);
      Order order =
          new Order("o".repeat(i == 5 ? 300 : 1) + i, customer, Collections.nCopies(i, "x"));
      try {
        out.println(desks.get(i % 2).take(order, new long[i]).size());
      } catch (IllegalArgumentException e) {
        out.println(e.getMessage());
      }
    }
  }
}
