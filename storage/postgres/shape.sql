-- What the catalogue tells of tables of the current schema, a line a fact: compared with those of a fresh database.
WITH ours AS (
    SELECT oid, relname, relkind, relpersistence, relrowsecurity, relhassubclass FROM pg_class
    WHERE oid IN (SELECT to_regclass(name)::oid FROM unnest(CAST(:tables AS text[])) AS name)
)
SELECT 'table', relname, concat_ws(' ', relkind, relpersistence, relrowsecurity, relhassubclass) FROM ours
UNION ALL
SELECT 'column', relname || '.' || attname,
    concat_ws(' ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' END,
        CASE WHEN attcollation <> 0 THEN (SELECT collname FROM pg_collation WHERE oid = attcollation) END,
        attidentity, attgenerated)
FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint', conname, concat_ws(' ', relname, pg_get_constraintdef(pg_constraint.oid), convalidated)
FROM ours JOIN pg_constraint ON conrelid = ours.oid AND contype <> 'n'
UNION ALL
SELECT 'index', index_of.relname,
    concat_ws(' ', regexp_replace(pg_get_indexdef(indexrelid), ' ON \S+\.', ' ON '), indisvalid, indisready)
FROM ours JOIN pg_index ON indrelid = ours.oid JOIN pg_class AS index_of ON index_of.oid = indexrelid
UNION ALL
SELECT 'trigger', tgname,
    concat_ws(' ', relname, tgtype, tgenabled, tgqual IS NULL, tgattr, proname, prorettype::regtype, lanname,
        proconfig, regexp_replace(prosrc, '\s+', ' ', 'g'))
FROM ours JOIN pg_trigger ON tgrelid = ours.oid AND NOT tgisinternal
JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_language ON pg_language.oid = prolang
UNION ALL
SELECT 'rule', rulename, relname FROM ours JOIN pg_rewrite ON ev_class = ours.oid
ORDER BY 1, 2, 3
