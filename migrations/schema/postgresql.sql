-- Every column, index, constraint, trigger (with its function) and view of the schema in use.
SELECT 'column', t.relname, c.attname,
       format_type(c.atttypid, c.atttypmod)
       || CASE WHEN c.attnotnull THEN ' NOT NULL' ELSE ' NULL' END
       || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_class AS t
  JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
  LEFT JOIN pg_attrdef AS d ON d.adrelid = t.oid AND d.adnum = c.attnum
 WHERE t.relkind IN ('r', 'p') AND t.relnamespace = current_schema()::regnamespace
UNION ALL
-- Casts and brackets stand otherwise after a dump was put back.
SELECT 'index', t.relname, x.relname,
       regexp_replace(pg_get_indexdef(i.indexrelid, 0, true),
                      '::(character varying|text)(\[\])?|[()]', '', 'g')
  FROM pg_index AS i
  JOIN pg_class AS x ON x.oid = i.indexrelid
  JOIN pg_class AS t ON t.oid = i.indrelid
 WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')
   AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conindid = i.indexrelid
                                                      AND k.contype IN ('p', 'u'))
UNION ALL
SELECT 'constraint', t.relname, k.conname, pg_get_constraintdef(k.oid, true)
  FROM pg_constraint AS k JOIN pg_class AS t ON t.oid = k.conrelid
 WHERE t.relnamespace = current_schema()::regnamespace AND k.contype <> 'n'
UNION ALL
SELECT 'trigger', t.relname, g.tgname,
       g.tgenabled::text || ' ' || pg_get_triggerdef(g.oid, true) || ' ' || f.prosrc
  FROM pg_trigger AS g
  JOIN pg_class AS t ON t.oid = g.tgrelid
  JOIN pg_proc AS f ON f.oid = g.tgfoid
 WHERE t.relnamespace = current_schema()::regnamespace AND NOT g.tgisinternal
UNION ALL
SELECT 'view', v.relname, '', pg_get_viewdef(v.oid, true)
  FROM pg_class AS v
 WHERE v.relkind IN ('v', 'm') AND v.relnamespace = current_schema()::regnamespace
