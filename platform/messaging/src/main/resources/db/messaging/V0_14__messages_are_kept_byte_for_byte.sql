-- Key and headers byte for byte, in the form that Original.java writes: for a message whose key and headers are not all text that
-- PostgreSQL can keep. The columns key and headers then hold what a person can read of them.
alter table dead_letter add column original bytea;
alter table outbox add column original bytea;
