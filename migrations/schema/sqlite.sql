-- Every column, index, foreign key and trigger; autoindexes by what they are for, not by name.
SELECT 'column', t.name, c.name,
       c.type || ' ' || CASE WHEN c."notnull" THEN 'NOT NULL' ELSE 'NULL' END
       || coalesce(' DEFAULT ' || c.dflt_value, '')
       || CASE WHEN c.pk THEN ' KEY ' || c.pk ELSE '' END
  FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c
 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
UNION ALL
SELECT 'index', t.name, CASE WHEN i.origin = 'c' THEN i.name ELSE i.origin END,
       CASE WHEN i."unique" THEN 'UNIQUE ' ELSE '' END
       || '(' || (SELECT group_concat(coalesce(name, 'expression'), ', ')
                    FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')'
       || CASE WHEN i.partial THEN ' ' || substr(m.sql, instr(upper(m.sql), 'WHERE')) ELSE '' END
  FROM sqlite_master AS t
  JOIN pragma_index_list(t.name) AS i
  LEFT JOIN sqlite_master AS m ON m.type = 'index' AND m.name = i.name
 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
UNION ALL
SELECT 'foreign key', t.name, f."from", f."table" || '(' || f."to" || ') ' || f.on_delete
  FROM sqlite_master AS t JOIN pragma_foreign_key_list(t.name) AS f
 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
UNION ALL
SELECT m.type, m.tbl_name, m.name, m.sql FROM sqlite_master AS m WHERE m.type IN ('trigger', 'view')
