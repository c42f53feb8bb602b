package dev.gemba.zoo.shop;

import java.util.ArrayList;
import java.util.List;

/** Where orders come in; subclasses differ by name only. */
class Desk {

  private final int number;

  Desk(int number) {
    this.number = number;
  }

  /** Takes an order, and assigns to its own parameter, which must not show in what is captured. */
  List<String> take(Order order, long[] prices) {
    String id = order.id();
    order = null;
    if (prices.length == 0) {
      throw new IllegalArgumentException("nothing to sell in " + id);
    }
    List<String> labels = new ArrayList<>();
    for (long price : prices) {
      labels.add(id + "@" + price + "/" + number);
    }
    return labels;
  }

  static final class Front extends Desk {
    Front() {
      super(1);
    }
  }

  static final class Back extends Desk {
    Back() {
      super(2);
    }
  }
}
