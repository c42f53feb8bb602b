package dev.gemba.webapp;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Products in the database. */
@Repository
class ProductRepository {

  private static final RowMapper<Product> ROW =
      (row, number) ->
          new Product(
              row.getLong("id"),
              row.getString("name"),
              row.getLong("price_cents"),
              row.getInt("stock"));

  private final JdbcClient jdbc;

  ProductRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Product> page(int first, int size) {
    return jdbc.sql("select * from product order by id limit :size offset :first")
        .param("size", size)
        .param("first", first)
        .query(ROW)
        .list();
  }

  Optional<Product> find(long id) {
    return jdbc.sql("select * from product where id = :id").param("id", id).query(ROW).optional();
  }

  boolean take(long id, int quantity) {
    return jdbc.sql("update product set stock = stock - :n where id = :id and stock >= :n")
            .param("n", quantity)
            .param("id", id)
            .update()
        == 1;
  }
}
