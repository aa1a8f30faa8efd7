-- What stands in the schema, one row for each thing, as the catalogs say it: whatever is not as the migrations made it shows here.
-- Names are told without the schema, for how the catalogs write them depends on the session's search path.
WITH
  relations AS (
    SELECT c.oid, c.relname::text AS name, c.relkind, c.relowner, c.relacl, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity
    FROM pg_catalog.pg_class c WHERE c.relnamespace = 'lifecycle'::pg_catalog.regnamespace
  ),
  functions AS (
    SELECT p.*, p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' AS name
    FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'lifecycle'::pg_catalog.regnamespace
  ),
  owners AS (
    SELECT 'schema' AS name, n.nspowner AS owner FROM pg_catalog.pg_namespace n WHERE n.nspname = 'lifecycle'
    UNION ALL SELECT 'table ' || name, relowner FROM relations WHERE relkind NOT IN ('i', 'S', 'c')
    UNION ALL SELECT 'function ' || name, proowner FROM functions
  ),
  rights AS (
    SELECT 'schema' AS name, n.nspacl AS acl, n.nspowner AS owner FROM pg_catalog.pg_namespace n WHERE n.nspname = 'lifecycle'
    UNION ALL SELECT name, relacl, relowner FROM relations
    UNION ALL
    SELECT r.name || '.' || a.attname, a.attacl, r.relowner
    FROM relations r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid
    UNION ALL SELECT proname || '()', coalesce(proacl, pg_catalog.acldefault('f', proowner)), proowner FROM functions
  )
SELECT what, pg_catalog.regexp_replace(pg_catalog.replace(said, 'lifecycle.', ''), '[[:space:]]+', ' ', 'g') AS said FROM (
  SELECT 'relation ' || name AS what, pg_catalog.concat_ws(' ', relkind, relpersistence, relrowsecurity, relforcerowsecurity) AS said
  FROM relations
  UNION ALL
  SELECT 'column ' || r.name || '.' || a.attname, pg_catalog.concat_ws(
    ' ', a.attnum, pg_catalog.format_type(a.atttypid, a.atttypmod), l.collname, a.attnotnull, a.attgenerated, a.attidentity,
    pg_catalog.pg_get_expr(d.adbin, d.adrelid)
  )
  FROM relations r
  JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE r.relkind NOT IN ('i', 'S')
  UNION ALL
  -- newer servers list what may not be null as constraints, too
  SELECT 'constraint ' || r.name || '.' || k.conname, pg_catalog.concat_ws(
    ' ', pg_catalog.pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable
  )
  FROM relations r JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid WHERE k.contype <> 'n'
  UNION ALL
  SELECT 'index ' || i.name, pg_catalog.concat_ws(' ', pg_catalog.pg_get_indexdef(i.oid), x.indisvalid, x.indisready)
  FROM relations i JOIN pg_catalog.pg_index x ON x.indexrelid = i.oid
  UNION ALL
  SELECT 'trigger ' || r.name || '.' || t.tgname, pg_catalog.concat_ws(' ', pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled)
  FROM relations r JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT DISTINCT 'keys of ' || r.name, 'disabled'
  FROM relations r JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid WHERE t.tgisinternal AND t.tgenabled <> 'O'
  UNION ALL
  SELECT 'rule ' || r.name || '.' || w.rulename, 'exists' FROM relations r JOIN pg_catalog.pg_rewrite w ON w.ev_class = r.oid
  UNION ALL
  SELECT 'policy ' || r.name || '.' || y.polname, 'exists' FROM relations r JOIN pg_catalog.pg_policy y ON y.polrelid = r.oid
  UNION ALL
  SELECT 'child of ' || r.name || ': ' || h.inhrelid::pg_catalog.regclass, 'exists'
  FROM relations r JOIN pg_catalog.pg_inherits h ON h.inhparent = r.oid WHERE r.relkind <> 'i'
  UNION ALL
  SELECT 'function ' || name, pg_catalog.concat_ws(
    ' ', l.lanname, pg_catalog.pg_get_function_result(f.oid), f.provolatile, f.proparallel, f.proisstrict, f.prosecdef, f.proconfig::text,
    pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(f.prosrc, 'UTF8')), 'hex')
  )
  FROM functions f JOIN pg_catalog.pg_language l ON l.oid = f.prolang
  UNION ALL
  SELECT 'owner of ' || name, owner::pg_catalog.regrole::text FROM owners
  WHERE owner <> (SELECT owner FROM owners WHERE name = 'schema')
  UNION ALL
  -- what `grants` gives is no secret, and reading is not the schema's to refuse
  SELECT DISTINCT 'right ' || r.name || ' ' || g.privilege_type || ' of '
      || CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE g.grantee::pg_catalog.regrole::text END, 'granted'
  FROM rights r CROSS JOIN LATERAL pg_catalog.aclexplode(r.acl) g
  WHERE g.grantee <> r.owner AND g.privilege_type <> 'SELECT' AND (r.name, g.privilege_type) NOT IN (
    ('schema', 'USAGE'), ('cursor.log', 'INSERT'), ('cursor.consumer', 'INSERT'), ('cursor.sequence', 'INSERT'), ('cursor.leaf', 'INSERT'),
    ('cursor.sequence', 'UPDATE'), ('cursor.leaf', 'UPDATE'), ('append()', 'EXECUTE'), ('check_index()', 'EXECUTE'), ('find()', 'EXECUTE'), ('follow()', 'EXECUTE'), ('open()', 'EXECUTE'),
    ('write()', 'EXECUTE')
  )
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'law', law, verb, from_node, to_node), 'exists' FROM lifecycle.edge
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'event type', type, verb, kind), 'exists' FROM lifecycle.event_type
) AS things
