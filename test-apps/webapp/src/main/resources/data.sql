insert into product (id, name, price_cents, stock)
select x, 'Product ' || x, 100 + x * 7, 1000000 from system_range(1, 200);
