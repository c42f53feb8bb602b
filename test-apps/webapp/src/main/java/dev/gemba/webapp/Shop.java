package dev.gemba.webapp;

import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the shop does. */
@Service
class Shop {

  private static final int DISCOUNT_FROM = 10;
  private static final int PAGE = 20;

  private final ProductRepository products;
  private final PurchaseRepository purchases;

  Shop(ProductRepository products, PurchaseRepository purchases) {
    this.products = products;
    this.purchases = purchases;
  }

  List<Product> page(int number) {
    return products.page(number * PAGE, PAGE);
  }

  Product product(long id) {
    return products.find(id).orElseThrow(() -> new NoSuchElementException("no product " + id));
  }

  @Transactional
  Purchase buy(long productId, int quantity) {
    Product product = product(productId);
    if (!products.take(productId, quantity)) {
      throw new IllegalStateException("not enough of product " + productId);
    }
    long total = total(product, quantity);
    return new Purchase(purchases.insert(productId, quantity, total), productId, quantity, total);
  }

  List<Purchase> newest() {
    return purchases.newest(PAGE);
  }

  private static long total(Product product, int quantity) {
    long full = product.priceCents() * quantity;
    return quantity >= DISCOUNT_FROM ? full * 9 / 10 : full;
  }
}
