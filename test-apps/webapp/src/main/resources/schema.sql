create table product (
  id bigint primary key,
  name varchar(100) not null,
  price_cents bigint not null,
  stock int not null
);
create table purchase (
  id bigint generated always as identity primary key,
  product_id bigint not null references product(id),
  quantity int not null,
  total_cents bigint not null
);
