-- The transaction that one urgent action is, for pgbench -M prepared, in order: one client at a time, and each position is the
-- next. What the store does, as PostgreSQL by itself can do it without sharing a commit among clients.
-- Scripts/benchmark-store gives the values: :sealed, :wrapped, :digest, :subtrees, in hexadecimal.
\set number random(1000000000000000, 9000000000000000)
\set t1 random(1, 20000) * 461168601842738 + 1
\set t2 random(1, 20000) * 461168601842738 + 2
\set t3 random(1, 20000) * 461168601842738 + 3
\set t4 random(1, 20000) * 461168601842738 + 4
\set t5 random(1, 20000) * 461168601842738 + 5
\set t6 random(1, 20000) * 461168601842738 + 6
\set t7 random(1, 20000) * 461168601842738 + 7
\set t8 random(1, 20000) * 461168601842738 + 8
\set t9 random(1, 20000) * 461168601842738 + 9
\set t10 random(1, 20000) * 461168601842738 + 10
\startpipeline
BEGIN;
SELECT pg_advisory_xact_lock(73058160, hashtext(current_schema()));
\endpipeline
SELECT coalesce(MAX(position), -1) + 1 AS position FROM ledger_entry \gset
\startpipeline
SELECT master, wrapped FROM file_key WHERE file = :number::bigint::text UNION ALL SELECT NULL, NULL FROM key_event WHERE file = :number::bigint::text;
INSERT INTO file_key (file, master, wrapped, made) VALUES (:number::bigint::text, 'abcd1234', decode(:wrapped, 'hex'), '2026-11-21T10:00:00.000Z');
INSERT INTO urgent_action (id, author, organisation, at, write_up_by, file, sealed, commitment, salt, entry)
  VALUES (:number::bigint::text, 'worker-0', 'benchmark', '2026-11-21T10:00:00.000Z', '2026-11-22T10:00:00.000Z', :number::bigint::text,
  decode(:sealed, 'hex'), decode(:digest, 'hex'), decode(left(:digest, 32), 'hex'), :position);
INSERT INTO found_by (token, entry) VALUES (:t1, :position), (:t2, :position), (:t3, :position), (:t4, :position), (:t5, :position), (:t6, :position), (:t7, :position), (:t8, :position), (:t9, :position), (:t10, :position) ON CONFLICT DO NOTHING;
INSERT INTO ledger_entry (position, at, act, actor, record, digest, subtrees)
  VALUES (:position, '2026-11-21T10:00:00.000Z', 'acted-urgently', 'worker-0', 'urgent_action/' || :number::bigint,
  decode(:digest, 'hex'), decode(:subtrees, 'hex'));
COMMIT;
\endpipeline
