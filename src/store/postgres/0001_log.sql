CREATE SCHEMA lifecycle;

-- How far the schema has come: one row for each of these files that ran.
CREATE TABLE lifecycle.schema_version (
  version integer PRIMARY KEY,
  applied_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO lifecycle.schema_version (version) VALUES (1);

-- Refuses a statement, in the words of its trigger.
CREATE FUNCTION lifecycle.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'integrity_constraint_violation', MESSAGE = TG_ARGV[0], SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
END $$;

-- The law: what an event may say of itself under the law that it names. Each law's rows are a migration of their own, written
-- from the crate's one table; it lifts the seal and puts it back. What is no project is under no law.
CREATE TABLE lifecycle.edge (
  law integer NOT NULL,
  verb text COLLATE "C" NOT NULL,
  from_node text COLLATE "C" NOT NULL,
  to_node text COLLATE "C" NOT NULL,
  PRIMARY KEY (law, verb, from_node, to_node)
);

INSERT INTO lifecycle.edge (law, verb, from_node, to_node) VALUES (0, 'none', 'none', 'none');

CREATE TRIGGER edge_sealed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON lifecycle.edge
  EXECUTE FUNCTION lifecycle.refuse('the law is sealed');

-- The head of each log: all that is needed to append. The tree has one peak for each bit of its size.
CREATE TABLE lifecycle.log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source text COLLATE "C" NOT NULL UNIQUE,
  digest text NOT NULL,
  size bigint NOT NULL DEFAULT 0,
  head bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (octet_length(head) = 32),
  peaks bytea NOT NULL DEFAULT '',
  recorded text,
  CHECK (octet_length(peaks) = 32 * length(replace(size::bit(64)::text, '0', '')))
);

-- A body without the members of the host's own.
CREATE FUNCTION lifecycle.plain(body json) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN pg_catalog.strpos(body::pg_catalog.text, '"host":{') = 0 THEN body::pg_catalog.text
    ELSE coalesce(
      pg_catalog.replace(
        body::pg_catalog.text,
        '"host":' OPERATOR(pg_catalog.||) pg_catalog.json_extract_path_text(body, 'data', 'host'), '"host":{}'
      ),
      body::pg_catalog.text
    ) END
$$;

-- The records. `body` is the very line that is hashed: the type json keeps a text as it is. Every other column but `leaf`
-- is generated from it. A zombie is five nodes, `zombie:<stage>`; `none` precedes planning, and is where all other kinds of
-- things stand. No column of the law may be NULL: that would switch its key off.
--
-- To read a body as JSON for each column would cost more than all else together. So the columns take what stands behind the
-- last mention of a name: within a string a quotation mark is escaped, so a mention is a member; and in the canonical
-- order no member of a record behind `data`, and none of `data` behind these, has members of such a name. What another
-- body can feign by that, `event_added` finds: it reads the JSON once, and refuses a column that does not say the same.
-- Where a name is not mentioned at all, what stands behind it is the whole body, whose first member is `{`.
--
-- What a host adds of its own stands in `host`, and may have members of any name. The columns that it could reach, for it stands
-- behind `from` and a fact has no `verb`, look at the body without it.
--
-- A session keeps the plans of triggers and keys that it made when the tables were empty, and then all indexes that a
-- look-up can use seem equally good. So no index begins with the log but the one of the places; of equals the last one made
-- is taken.
CREATE TABLE lifecycle.event (
  log bigint NOT NULL,
  sequence bigint NOT NULL,
  body json NOT NULL,
  leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
  stream text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    split_part(split_part(body::text, '"subject":"', -1), '"', 1)
  ) STORED,
  version bigint NOT NULL GENERATED ALWAYS AS (
    split_part(split_part(body::text, '"streamversion":', -1), ',', 1)::bigint
  ) STORED,
  previous bigint GENERATED ALWAYS AS (
    nullif(split_part(split_part(body::text, '"streamversion":', -1), ',', 1)::bigint, 1) - 1
  ) STORED,
  id text COLLATE "C" NOT NULL GENERATED ALWAYS AS (split_part(split_part(body::text, '"id":"', -1), '"', 1)) STORED,
  law integer NOT NULL GENERATED ALWAYS AS (
    CASE WHEN NOT starts_with(split_part(body::text, '"subject":"', -1), 'project/') THEN 0
         ELSE split_part(split_part(body::text, '"law":', -1), ',', 1)::integer END
  ) STORED,
  verb text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    CASE WHEN NOT starts_with(split_part(body::text, '"subject":"', -1), 'project/') THEN 'none'
         ELSE coalesce(
           nullif(nullif(nullif(nullif(
             split_part(split_part(lifecycle.plain(body), '"verb":"', -1), '"', 1), '{'), 'redate'), 'void_fact'), 'correct'
           ),
           'fact'
         ) END
  ) STORED,
  from_node text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    CASE WHEN NOT starts_with(split_part(body::text, '"subject":"', -1), 'project/') THEN 'none'
         ELSE coalesce(
           nullif(nullif(btrim(split_part(split_part(lifecycle.plain(body), '"from":', -1), ',', 1), '"'), 'zombie'), 'null'),
           CASE WHEN strpos(lifecycle.plain(body), '"from":"zombie"') = 0 THEN 'none'
                ELSE 'zombie:' || split_part(split_part(body::text, '"stalled_at":"', -1), '"', 1) END
         ) END
  ) STORED,
  to_node text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    CASE WHEN NOT starts_with(split_part(body::text, '"subject":"', -1), 'project/') THEN 'none'
         ELSE coalesce(
           nullif(split_part(split_part(body::text, '"to":"', -1), '"', 1), 'zombie'),
           'zombie:' || split_part(split_part(body::text, '"stalled_at":"', -1), '"', 1)
         ) END
  ) STORED,
  -- the version of the step that stands last after a step or a void: its own, or the one that a void gives back
  stands bigint GENERATED ALWAYS AS (
    CASE WHEN NOT starts_with(split_part(body::text, '"subject":"', -1), 'project/') THEN NULL
         ELSE CASE split_part(split_part(lifecycle.plain(body), '"verb":"', -1), '"', 1)
           WHEN '{' THEN NULL
           WHEN 'redate' THEN NULL
           WHEN 'correct' THEN NULL
           WHEN 'void_fact' THEN NULL
           WHEN 'fact' THEN NULL
           WHEN 'void' THEN (body #> '{data,restores_version}')::text::bigint
           ELSE split_part(split_part(body::text, '"streamversion":', -1), ',', 1)::bigint END END
  ) STORED,
  voids bigint GENERATED ALWAYS AS (
    CASE WHEN split_part(split_part(body::text, '"verb":"', -1), '"', 1) <> 'void' THEN NULL
         WHEN body #>> '{data,verb}' = 'void' AND starts_with(split_part(body::text, '"subject":"', -1), 'project/')
           THEN (body #> '{data,voids_version}')::text::bigint END
  ) STORED,
  -- a step that is corrected in place has the date that the record names, as one that is re-dated
  redates bigint GENERATED ALWAYS AS (
    CASE WHEN split_part(split_part(body::text, '"verb":"', -1), '"', 1) NOT IN ('redate', 'correct') THEN NULL
         WHEN starts_with(split_part(body::text, '"subject":"', -1), 'project/') THEN CASE body #>> '{data,verb}'
           WHEN 'redate' THEN (body #> '{data,redates_version}')::text::bigint
           WHEN 'correct' THEN (body #> '{data,corrects_version}')::text::bigint END END
  ) STORED,
  voids_fact bigint GENERATED ALWAYS AS (
    CASE WHEN split_part(split_part(body::text, '"verb":"', -1), '"', 1) <> 'void_fact' THEN NULL
         WHEN body #>> '{data,verb}' = 'void_fact' AND starts_with(split_part(body::text, '"subject":"', -1), 'project/')
           THEN (body #> '{data,voids_fact_version}')::text::bigint END
  ) STORED,
  CONSTRAINT event_sequence PRIMARY KEY (log, sequence),
  CONSTRAINT event_id UNIQUE (id, log),
  CONSTRAINT event_stream UNIQUE (stream, version, log),
  CONSTRAINT event_node UNIQUE (stream, version, to_node, log),
  CONSTRAINT event_kind CHECK (starts_with(stream, 'project/') = (verb <> 'none' AND to_node <> 'none')),
  CONSTRAINT event_begins CHECK (version >= 1 AND (verb = 'none' OR (version = 1) = (from_node = 'none'))),
  CONSTRAINT event_void CHECK (verb <> 'void' OR (voids IS NOT NULL AND stands IS NOT NULL)),
  CONSTRAINT event_follows FOREIGN KEY (stream, previous, from_node, log)
    REFERENCES lifecycle.event (stream, version, to_node, log),
  CONSTRAINT event_law FOREIGN KEY (law, verb, from_node, to_node) REFERENCES lifecycle.edge
);

CREATE INDEX event_stood ON lifecycle.event (stream, stands, version, log) WHERE voids IS NOT NULL;
CREATE INDEX event_voids ON lifecycle.event (stream, voids, version, log) WHERE voids IS NOT NULL;
CREATE INDEX event_voids_fact ON lifecycle.event (stream, voids_fact, version, log) WHERE voids_fact IS NOT NULL;
CREATE INDEX event_redates ON lifecycle.event (stream, redates, version, log) WHERE redates IS NOT NULL;
CREATE INDEX event_stands ON lifecycle.event (stream, version, log) WHERE stands IS NOT NULL;

CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON lifecycle.event
  EXECUTE FUNCTION lifecycle.refuse('a log is append-only');
CREATE TRIGGER log_kept BEFORE DELETE OR TRUNCATE ON lifecycle.log
  EXECUTE FUNCTION lifecycle.refuse('a log is append-only');

-- The head is the last record, at the end of every statement: so records and head are written in one.
CREATE FUNCTION lifecycle.log_moved() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  fault text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.size = 0 AND NEW.head = decode(repeat('00', 32), 'hex') AND NEW.recorded IS NULL THEN
      RETURN NULL;
    END IF;
    fault := 'a log begins empty';
  ELSIF NEW.id <> OLD.id OR NEW.source <> OLD.source OR NEW.digest <> OLD.digest THEN
    fault := 'a log keeps its name and its digest';
  ELSIF NOT EXISTS (
    SELECT FROM (
      SELECT sequence, leaf, body FROM lifecycle.event WHERE log = NEW.id ORDER BY sequence DESC LIMIT 1
    ) last
    WHERE sequence = NEW.size AND leaf = NEW.head AND body ->> 'recordedtime' = NEW.recorded
  ) THEN
    fault := 'the head of a log is its last record';
  ELSE
    RETURN NULL;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'integrity_constraint_violation', MESSAGE = fault, SCHEMA = 'lifecycle', TABLE = 'log';
END $$;
CREATE TRIGGER log_moved AFTER INSERT OR UPDATE ON lifecycle.log
  FOR EACH ROW EXECUTE FUNCTION lifecycle.log_moved();

-- What every project is now. Version, stage, the stage it stalled in and the day it entered come from its events, by
-- trigger; the other columns are the crate's to write in the same transaction.
CREATE TABLE lifecycle.current (
  log bigint NOT NULL,
  project text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  stage text COLLATE "C" NOT NULL,
  stalled_at text COLLATE "C",
  since text COLLATE "C" NOT NULL,
  library text COLLATE "C",
  name text COLLATE "C" NOT NULL,
  name_key text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  code text COLLATE "C",
  zone text COLLATE "C" NOT NULL,
  officer text COLLATE "C",
  total_minor bigint,
  total_currency text COLLATE "C",
  invested text COLLATE "C",
  schedule text COLLATE "C",
  owed text COLLATE "C",
  paused_since text COLLATE "C",
  noted_on text COLLATE "C",
  next_due text COLLATE "C"
);

-- Each list has an index that gives its order and holds what it may be filtered by, so a page reads no more rows than it
-- shows. The longest names and ids that there are still fit into an entry, which may have 2,700 bytes.
CREATE INDEX current_stage ON lifecycle.current (log, stage, project);
CREATE INDEX current_zone ON lifecycle.current (log, zone, project);
CREATE INDEX current_zone_stage ON lifecycle.current (log, zone, stage, project);
CREATE INDEX current_officer ON lifecycle.current (log, officer, project, zone, stage) WHERE officer IS NOT NULL;
CREATE INDEX current_due ON lifecycle.current (log, next_due, project, zone, stage, officer) WHERE next_due IS NOT NULL;
CREATE INDEX current_zone_due ON lifecycle.current (log, zone, next_due, project, stage, officer)
  WHERE next_due IS NOT NULL;
CREATE INDEX current_officer_due ON lifecycle.current (log, officer, next_due, project, zone, stage)
  WHERE officer IS NOT NULL AND next_due IS NOT NULL;
CREATE INDEX current_name ON lifecycle.current (log, name_key, project, zone, stage, officer);
CREATE INDEX current_code ON lifecycle.current (log, code, project, zone, stage, officer) WHERE code IS NOT NULL;
ALTER TABLE lifecycle.current ADD PRIMARY KEY (log, project);

CREATE TRIGGER current_kept BEFORE DELETE OR TRUNCATE ON lifecycle.current
  EXECUTE FUNCTION lifecycle.refuse('a project that has events stays listed');

-- The day on which a project had entered its stage when a step or a void was recorded: that of the step that stands last
-- after it, as last re-dated by now.
CREATE VIEW lifecycle.entered AS
SELECT e.log, e.stream, e.version, coalesce(
  (SELECT r.body #>> '{data,redated_to}' FROM lifecycle.event r
   WHERE r.log = e.log AND r.stream = e.stream AND r.redates = e.stands ORDER BY r.version DESC LIMIT 1),
  (SELECT s.body #>> '{data,effective_on}' FROM lifecycle.event s
   WHERE s.log = e.log AND s.stream = e.stream AND s.version = e.stands)
) AS since
FROM lifecycle.event e
WHERE e.stands IS NOT NULL;

-- The date of a step that was in force before a version: the one that it was last given.
CREATE FUNCTION lifecycle.dated(log bigint, stream text, step bigint, version bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT r.body #>> '{data,redated_to}' FROM lifecycle.event r
     WHERE r.log = dated.log AND r.stream = dated.stream AND r.redates = dated.step AND r.version < dated.version
     ORDER BY r.version DESC LIMIT 1),
    (SELECT s.body #>> '{data,effective_on}' FROM lifecycle.event s
     WHERE s.log = dated.log AND s.stream = dated.stream AND s.version = dated.step)
  )
$$;

-- Follows the records of one statement: holds them against their log, and moves the current states on. It runs as its owner,
-- for nobody else may write what it writes. Its look-ups go by index, whatever the statistics said when they were planned,
-- and by plans that are made once.
--
-- So that a state is written once and not twice, it also takes the columns that are the crate's to write, as `append` left
-- them in a setting of the transaction. Anybody can set that; it tells nothing but what they may write in any case.
CREATE FUNCTION lifecycle.event_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  fault text;
  begins boolean;
  goes_on boolean;
  voids boolean;
  gives_dates boolean;
  voids_facts boolean;
  imports boolean;
  newest integer := (SELECT max(law) FROM lifecycle.edge);
  is_behind boolean;
  states jsonb := nullif(current_setting('lifecycle.states', true), '')::jsonb;
BEGIN
  SELECT
    min(CASE
      WHEN l.source IS DISTINCT FROM r.source THEN 'the record belongs to another log'
      WHEN lpad(a.sequence::text, 19, '0') IS DISTINCT FROM r.sequence THEN 'the place of a record is its sequence'
      WHEN l.digest = 'sha-256' AND a.leaf <> sha256('\x00'::bytea || convert_to(a.body::text, 'UTF8'))
        THEN 'the leaf of a record is its hash'
      WHEN r.predecessorhash IS DISTINCT FROM CASE a.sequence
        WHEN 1 THEN repeat('0', 64)
        ELSE (SELECT encode(p.leaf, 'hex') FROM lifecycle.event p WHERE p.log = a.log AND p.sequence = a.sequence - 1)
      END THEN 'a record follows the last one of its log'
      WHEN a.sequence > l.size THEN 'the head of a log moves with its records, in one statement'
      WHEN (
        a.stream, a.version, a.previous, a.id, a.law, a.verb, a.from_node, a.to_node, a.stands, a.voids, a.redates,
        a.voids_fact
      ) IS DISTINCT FROM (
        r.subject, r.streamversion, nullif(r.streamversion, 1) - 1, r.id,
        CASE WHEN starts_with(r.subject, 'project/') THEN d.law ELSE 0 END,
        CASE WHEN starts_with(r.subject, 'project/') THEN
               coalesce(nullif(nullif(nullif(d.verb, 'redate'), 'void_fact'), 'correct'), 'fact')
             ELSE 'none' END,
        CASE WHEN NOT starts_with(r.subject, 'project/') THEN 'none'
             WHEN d."from" = 'zombie' THEN 'zombie:' || d.stalled_at ELSE coalesce(d."from", 'none') END,
        CASE WHEN NOT starts_with(r.subject, 'project/') THEN 'none'
             WHEN d."to" = 'zombie' THEN 'zombie:' || d.stalled_at ELSE coalesce(d."to", 'none') END,
        CASE WHEN NOT starts_with(r.subject, 'project/')
               OR coalesce(d.verb, 'fact') IN ('fact', 'redate', 'void_fact', 'correct') THEN NULL
             WHEN d.verb = 'void' THEN d.restores_version ELSE r.streamversion END,
        CASE WHEN NOT starts_with(r.subject, 'project/') THEN NULL WHEN d.verb = 'void' THEN d.voids_version END,
        CASE WHEN NOT starts_with(r.subject, 'project/') THEN NULL
             WHEN d.verb = 'redate' THEN d.redates_version WHEN d.verb = 'correct' THEN d.corrects_version END,
        CASE WHEN NOT starts_with(r.subject, 'project/') THEN NULL
             WHEN d.verb = 'void_fact' THEN d.voids_fact_version END
      ) THEN 'a column says what its record does not'
      WHEN starts_with(r.subject, 'project/') AND (
        (d.verb IN ('redate', 'correct') AND a.redates IS NULL) OR (d.verb = 'void_fact' AND a.voids_fact IS NULL)
      ) THEN 'a correction names what it corrects'
    END),
    bool_or(a.verb <> 'none' AND a.version = 1), bool_or(a.verb <> 'none' AND a.version > 1), bool_or(a.verb = 'void'),
    bool_or(a.redates IS NOT NULL), bool_or(a.voids_fact IS NOT NULL),
    bool_or(a.stands = a.version AND a.version > 1 AND d.provenance IS NOT NULL),
    bool_or(a.verb <> 'none' AND a.law < newest)
  INTO fault, begins, goes_on, voids, gives_dates, voids_facts, imports, is_behind
  FROM added a
  CROSS JOIN LATERAL json_to_record(a.body) AS r (
    data json, id text, predecessorhash text, sequence text, source text, streamversion bigint, subject text
  )
  CROSS JOIN LATERAL json_to_record(r.data) AS d (
    corrects_version bigint, "from" text, law integer, provenance json, redates_version bigint, restores_version bigint,
    stalled_at text, "to" text, verb text, voids_fact_version bigint, voids_version bigint
  )
  LEFT JOIN lifecycle.log l ON l.id = a.log;
  IF voids THEN
    -- the step that stands last is told by the last step or void before it, which may be of this statement
    SELECT coalesce(min(CASE
      WHEN n.voids IS DISTINCT FROM (
        SELECT l.stands FROM lifecycle.event l
        WHERE l.stream = n.stream AND l.version < n.version AND l.log = n.log AND l.stands IS NOT NULL
        ORDER BY l.version DESC LIMIT 1
      ) OR n.to_node IS DISTINCT FROM (
        SELECT s.from_node FROM lifecycle.event s WHERE s.stream = n.stream AND s.version = n.voids AND s.log = n.log
      ) THEN 'only the last standing step can be voided, and it leads back to where it came from'
      WHEN n.stands IS DISTINCT FROM (
        SELECT l.stands FROM lifecycle.event l
        WHERE l.stream = n.stream AND l.version < n.voids AND l.log = n.log AND l.stands IS NOT NULL
        ORDER BY l.version DESC LIMIT 1
      ) THEN 'a void names the step that stands again'
    END), fault)
    INTO fault FROM added n WHERE n.verb = 'void';
  END IF;
  IF gives_dates THEN
    -- The step before is the one that stood when this one was recorded. The step after was recorded next after this one stood
    -- last: on its own record, or on the last void that gave it back.
    SELECT coalesce(min(CASE
      WHEN NOT EXISTS (
        SELECT FROM lifecycle.event s
        WHERE s.stream = n.stream AND s.version = n.redates AND s.log = n.log
          AND s.stands = s.version AND s.version < n.version
      ) OR EXISTS (
        SELECT FROM lifecycle.event v
        WHERE v.stream = n.stream AND v.voids = n.redates AND v.version < n.version AND v.log = n.log
      ) THEN 'only a standing step is given another date'
      WHEN CASE WHEN d.given ~ '^\d{4}-(0[1-9]|1[0-2])-\d{2}$' THEN
        substr(d.given, 9)::integer NOT BETWEEN 1 AND extract(day FROM
          make_date(substr(d.given, 1, 4)::integer, substr(d.given, 6, 2)::integer, 1) + interval '1 month - 1 day'
        )
      ELSE true END OR d.given < lifecycle.dated(n.log, n.stream, (
        SELECT l.stands FROM lifecycle.event l
        WHERE l.stream = n.stream AND l.version < n.redates AND l.log = n.log AND l.stands IS NOT NULL
        ORDER BY l.version DESC LIMIT 1
      ), n.version) OR d.given > lifecycle.dated(n.log, n.stream, (
        SELECT l.stands FROM lifecycle.event l
        WHERE l.stream = n.stream AND l.version < n.version AND l.log = n.log AND l.stands IS NOT NULL AND l.version > (
          SELECT coalesce(max(k.version), n.redates) FROM lifecycle.event k
          WHERE k.stream = n.stream AND k.stands = n.redates AND k.version < n.version AND k.log = n.log
            AND k.voids IS NOT NULL
        )
        ORDER BY l.version LIMIT 1
      ), n.version) THEN 'a step keeps its date between those of the steps before and after it'
      WHEN n.redates = 1 AND EXISTS (
        SELECT FROM lifecycle.event f
        WHERE f.stream = n.stream AND f.version < n.version AND f.log = n.log AND f.verb = 'fact'
          AND f.body #>> '{data,verb}' IS NULL AND d.given > (f.body #>> '{data,effective_on}') COLLATE "C"
          AND NOT EXISTS (
            SELECT FROM lifecycle.event v
            WHERE v.stream = f.stream AND v.voids_fact = f.version AND v.version < n.version AND v.log = f.log
          )
      ) THEN 'nothing stands before the planning'
    END), fault)
    INTO fault FROM added n CROSS JOIN LATERAL (SELECT n.body #>> '{data,redated_to}' COLLATE "C" AS given) d
    WHERE n.redates IS NOT NULL;
  END IF;
  IF voids_facts THEN
    SELECT coalesce(min(CASE
      WHEN NOT EXISTS (
        SELECT FROM lifecycle.event f
        WHERE f.stream = n.stream AND f.version = n.voids_fact AND f.log = n.log AND f.version < n.version
          AND f.verb = 'fact' AND f.body #>> '{data,verb}' IS NULL
      ) OR EXISTS (
        SELECT FROM lifecycle.event v
        WHERE v.stream = n.stream AND v.voids_fact = n.voids_fact AND v.version < n.version AND v.log = n.log
      ) THEN 'only a standing fact is voided as a fact'
    END), fault)
    INTO fault FROM added n WHERE n.voids_fact IS NOT NULL;
  END IF;
  IF imports THEN
    -- the standing steps are imported ones and then live ones, so the last one tells
    SELECT coalesce(min(CASE
      WHEN (
        SELECT s.body #> '{data,evidence}' FROM lifecycle.event s
        WHERE s.stream = n.stream AND s.log = n.log AND s.version = (
          SELECT l.stands FROM lifecycle.event l
          WHERE l.stream = n.stream AND l.version < n.version AND l.log = n.log AND l.stands IS NOT NULL
          ORDER BY l.version DESC LIMIT 1
        )
      ) IS NOT NULL THEN 'history is imported before the first live step'
    END), fault)
    INTO fault FROM added n
    WHERE n.stands = n.version AND n.version > 1 AND n.body #> '{data,provenance}' IS NOT NULL;
  END IF;
  -- under the newest law nothing can have fallen
  IF is_behind THEN
    IF EXISTS (
      SELECT FROM added n JOIN lifecycle.event p ON p.stream = n.stream AND p.version = n.previous AND p.log = n.log
      WHERE n.law < p.law
    ) THEN
      fault := 'within a stream the law never falls';
    END IF;
  END IF;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'integrity_constraint_violation', MESSAGE = fault, SCHEMA = 'lifecycle', TABLE = 'event';
  END IF;

  IF begins THEN
    INSERT INTO lifecycle.current (
      log, project, version, stage, since,
      library, name, name_key, kind, code, zone, officer, total_minor, total_currency, invested, schedule, owed,
      paused_since, noted_on, next_due
    )
    SELECT
      a.log, substr(a.stream, 9), a.version, a.to_node, d.effective_on,
      n.library, n.name, n.name_key, n.kind, n.code, n.zone, n.officer, n.total_minor, n.total_currency, n.invested,
      n.schedule, n.owed, n.paused_since, n.noted_on, n.next_due
    FROM added a
    CROSS JOIN LATERAL json_to_record(a.body -> 'data') AS d (effective_on text, profile json)
    CROSS JOIN LATERAL json_to_record(d.profile) AS p (name text, kind text, zone text)
    CROSS JOIN LATERAL jsonb_populate_record(NULL::lifecycle.current, coalesce(
      states -> substr(a.stream, 9),
      jsonb_build_object('name', p.name, 'name_key', substr(p.name, 1, 64), 'kind', p.kind, 'zone', p.zone)
    )) AS n
    WHERE a.version = 1 AND a.verb <> 'none';
  END IF;
  IF goes_on THEN
    UPDATE lifecycle.current c SET
      version = a.version,
      stage = split_part(a.to_node, ':', 1),
      stalled_at = nullif(split_part(a.to_node, ':', 2), ''),
      since = CASE WHEN a.is_moved THEN (
        SELECT e.since FROM lifecycle.entered e
        WHERE e.log = a.log AND e.stream = a.stream ORDER BY e.version DESC LIMIT 1
      ) ELSE c.since END,
      (library, name, name_key, kind, code, zone, officer, total_minor, total_currency, invested, schedule, owed,
      paused_since, noted_on, next_due) = (
        SELECT n.library, n.name, n.name_key, n.kind, n.code, n.zone, n.officer, n.total_minor, n.total_currency, n.invested,
        n.schedule, n.owed, n.paused_since, n.noted_on, n.next_due
        FROM jsonb_populate_record(c, states -> c.project) AS n
      )
    FROM (
      SELECT log, stream, max(version) AS version, (array_agg(to_node ORDER BY version DESC))[1] AS to_node,
        bool_or(verb <> 'fact' OR redates IS NOT NULL) AS is_moved
      FROM added WHERE verb <> 'none' GROUP BY log, stream HAVING max(version) > 1
    ) a
    WHERE c.log = a.log AND c.project = substr(a.stream, 9);
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION lifecycle.event_added() FROM PUBLIC;
CREATE TRIGGER event_added AFTER INSERT ON lifecycle.event
  REFERENCING NEW TABLE AS added EXECUTE FUNCTION lifecycle.event_added();

-- Sets a project's version, stage and day anew as its events say, and lists it if it is not listed. It runs as its owner,
-- for nobody else may write them; it writes nothing that the events do not say.
CREATE FUNCTION lifecycle.follow(log bigint, project text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO lifecycle.current (log, project, version, stage, since, name, name_key, kind, zone)
  SELECT a.log, substr(a.stream, 9), a.version, a.to_node, d.effective_on, p.name, substr(p.name, 1, 64), p.kind, p.zone
  FROM lifecycle.event a
  CROSS JOIN LATERAL json_to_record(a.body -> 'data') AS d (effective_on text, profile json)
  CROSS JOIN LATERAL json_to_record(d.profile) AS p (name text, kind text, zone text)
  WHERE a.log = follow.log AND a.stream = 'project/' || follow.project AND a.version = 1
  ON CONFLICT DO NOTHING;
  UPDATE lifecycle.current c SET
    version = a.version,
    stage = split_part(a.to_node, ':', 1),
    stalled_at = nullif(split_part(a.to_node, ':', 2), ''),
    since = (
      SELECT e.since FROM lifecycle.entered e
      WHERE e.log = a.log AND e.stream = a.stream ORDER BY e.version DESC LIMIT 1
    )
  FROM (
    SELECT e.log, e.stream, e.version, e.to_node FROM lifecycle.event e
    WHERE e.log = follow.log AND e.stream = 'project/' || follow.project ORDER BY e.version DESC LIMIT 1
  ) a
  WHERE c.log = follow.log AND c.project = follow.project;
END $$;
REVOKE EXECUTE ON FUNCTION lifecycle.follow(bigint, text) FROM PUBLIC;

-- Appending takes two round trips, with one function each: `find`, then `append`. A session keeps the plans of a function, so
-- the store need not prepare statements on each connection of a pool.
--
-- Locks the head of a log, and finds what must be known to append to it. Each statement of a volatile function sees what was
-- committed when it began: so the second sees all that was written before the lock was had. The first row is the head; each
-- other one is the end of a stream, a record that bears one of the ids, or a current state.
CREATE FUNCTION lifecycle.find(source text, streams text[], ids text[], projects text[])
RETURNS TABLE (
  log bigint, digest text, size bigint, head bytea, peaks bytea, recorded text, schema integer,
  stream text, body json, state json
)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  SELECT l.id, l.digest, l.size, l.head, l.peaks, l.recorded INTO log, digest, size, head, peaks, recorded
  FROM lifecycle.log l WHERE l.source = find.source FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT
    find.log, find.digest, find.size, find.head, find.peaks, find.recorded,
    (SELECT max(v.version) FROM lifecycle.schema_version v), NULL::text, NULL::json, NULL::json
  UNION ALL
  SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, s.stream, e.body, NULL
  FROM unnest(find.streams) AS s (stream) CROSS JOIN LATERAL (
    SELECT o.body FROM lifecycle.event o WHERE o.stream = s.stream AND o.log = find.log ORDER BY o.version DESC LIMIT 1
  ) e
  UNION ALL
  SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, e.body, NULL
  FROM unnest(find.ids) AS i (id) CROSS JOIN LATERAL (
    SELECT o.body FROM lifecycle.event o WHERE o.id = i.id AND o.log = find.log LIMIT 1
  ) e
  UNION ALL
  SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, row_to_json(c)
  FROM unnest(find.projects) AS p (project) CROSS JOIN LATERAL (
    SELECT * FROM lifecycle.current o WHERE o.log = find.log AND o.project = p.project LIMIT 1
  ) c;
END $$;

-- Writes records and the head thereafter, and leaves what is the crate's to write of current states, an object for each
-- project, to the trigger that writes them.
CREATE FUNCTION lifecycle.append(
  log bigint, sequences bigint[], bodies text[], leaves bytea[], size bigint, head bytea, peaks bytea, recorded text,
  states text
) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  states := set_config('lifecycle.states', states, true);
  WITH added AS (
    INSERT INTO lifecycle.event (log, sequence, body, leaf)
    SELECT append.log, r.sequence, r.body::json, r.leaf
    FROM unnest(append.sequences, append.bodies, append.leaves) AS r (sequence, body, leaf)
  )
  UPDATE lifecycle.log l SET size = append.size, head = append.head, peaks = append.peaks, recorded = append.recorded
  WHERE l.id = append.log;
  -- it is of these records alone
  states := set_config('lifecycle.states', '', true);
END $$;

-- How far the consumers of a log have come.
CREATE TABLE lifecycle.cursor (
  log bigint NOT NULL REFERENCES lifecycle.log (id),
  consumer text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL CHECK (sequence >= 0),
  PRIMARY KEY (log, consumer)
);
