package dev.gemba.zoo;

/** Takes a known set of orders, for tests of what is captured of a call. Prints what came of it. */
public final class Shop {

  private Shop() {}

  /** See the class. */
  public static void main(String[] arguments) {
    dev.gemba.zoo.shop.Orders.takeAll(System.out);
  }
}
