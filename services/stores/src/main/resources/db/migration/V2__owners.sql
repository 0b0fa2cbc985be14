-- Who may change a store and its products; nobody but operators where it is not known.
alter table mall add column owner uuid;
