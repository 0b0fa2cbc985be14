-- What is fed by the topics alone is in a schema of its own, so that a rebuilt copy can take its place.
create schema read_model;

alter table customer set schema read_model;
alter table store set schema read_model;
alter table product set schema read_model;
alter table payment set schema read_model;
alter table invoice set schema read_model;
alter table placed_order set schema read_model;
alter table order_line set schema read_model;
