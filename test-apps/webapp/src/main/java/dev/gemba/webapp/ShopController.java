package dev.gemba.webapp;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The shop over HTTP. */
@RestController
class ShopController {

  private final Shop shop;

  ShopController(Shop shop) {
    this.shop = shop;
  }

  @GetMapping("/products")
  List<Product> products(@RequestParam(defaultValue = "0") int page) {
    return shop.page(page);
  }

  @GetMapping("/products/{id}")
  Product product(@PathVariable long id) {
    return shop.product(id);
  }

  @GetMapping("/products/{id}/soon")
  CompletableFuture<Product> soon(@PathVariable long id) {
    return CompletableFuture.supplyAsync(() -> shop.product(id));
  }

  @PostMapping("/products/{id}/purchases")
  Purchase buy(@PathVariable long id, @RequestParam(defaultValue = "1") int quantity) {
    return shop.buy(id, quantity);
  }

  @GetMapping("/purchases")
  List<Purchase> purchases() {
    return shop.newest();
  }

  @ExceptionHandler(NoSuchElementException.class)
  @ResponseStatus(HttpStatus.NOT_FOUND)
  void notFound() {}
}
