package dev.gemba.webapp;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;

/** Purchases in the database. */
@Repository
class PurchaseRepository {

  private final JdbcClient jdbc;

  PurchaseRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long insert(long productId, int quantity, long totalCents) {
    KeyHolder key = new GeneratedKeyHolder();
    jdbc.sql("insert into purchase (product_id, quantity, total_cents) values (?, ?, ?)")
        .params(productId, quantity, totalCents)
        .update(key, "id");
    return key.getKeyAs(Long.class);
  }

  List<Purchase> newest(int size) {
    return jdbc.sql("select * from purchase order by id desc limit :size")
        .param("size", size)
        .query(
            (row, number) ->
                new Purchase(
                    row.getLong("id"),
                    row.getLong("product_id"),
                    row.getInt("quantity"),
                    row.getLong("total_cents")))
        .list();
  }
}
