-- What is over is let go after a while: a saga enters this index once, at its end.
create index saga_over on saga (changed_at) where state in ('COMPLETED', 'COMPENSATED');
