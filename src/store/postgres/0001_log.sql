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

-- What a record may be: its type, the kind of its subject, and the verb that its data have. Of a fact that is `fact`, of what is
-- no project `none`. Written from the crate's one list.
CREATE TABLE lifecycle.event_type (
  type text COLLATE "C" NOT NULL,
  verb text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  PRIMARY KEY (type, verb)
);

INSERT INTO lifecycle.event_type (type, verb, kind) VALUES
  @event_types;

CREATE TRIGGER event_type_sealed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON lifecycle.event_type
  EXECUTE FUNCTION lifecycle.refuse('the types of events are sealed');

-- How far beyond the database's own clock a record may say that it was recorded, unless that is when the one before it was. The
-- owner may set another margin; NULL is none.
CREATE TABLE lifecycle.clock (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  margin interval CHECK (date_part('epoch', margin) >= 0)
);

INSERT INTO lifecycle.clock (margin) VALUES ('5 minutes');

-- The head of each log: all that is needed to append. The tree has one peak for each bit of its size.
CREATE TABLE lifecycle.log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source text COLLATE "C" NOT NULL UNIQUE,
  digest text COLLATE "C" NOT NULL CHECK (digest IN ('sha-256', 'sm3')),
  size bigint NOT NULL DEFAULT 0,
  head bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (octet_length(head) = 32),
  peaks bytea NOT NULL DEFAULT decode('', 'hex'),
  recorded text COLLATE "C",
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

-- An instant in the one form that it has in a record.
CREATE FUNCTION lifecycle.instant(instant timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.to_char(pg_catalog.timezone('UTC', instant), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- Whether a text is an instant in that form. One of a day that there is not fails instead.
CREATE FUNCTION lifecycle.is_instant(instant text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN instant OPERATOR(pg_catalog.~) '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z$'
    THEN lifecycle.instant(instant::pg_catalog.timestamptz) OPERATOR(pg_catalog.=) instant ELSE false END
$$;

-- Whether a text names somebody or something: one line of at most 256 bytes, no white space at its ends, no control character, and
-- none that nobody sees. Nothing in this file depends on how a session reads backslashes.
CREATE FUNCTION lifecycle.is_short(named text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  space CONSTANT text := ' ' || chr(160) || chr(5760) || chr(8192) || '-' || chr(8202) || chr(8232) || chr(8233) || chr(8239)
    || chr(8287) || chr(12288);
  none CONSTANT text := chr(1) || '-' || chr(31) || chr(127) || '-' || chr(159) || chr(173) || chr(847) || chr(1564)
    || chr(4447) || chr(4448) || chr(6068) || chr(6069) || chr(6155) || '-' || chr(6159) || chr(8203) || '-' || chr(8207)
    || chr(8234) || '-' || chr(8238) || chr(8288) || '-' || chr(8303) || chr(10240) || chr(12644) || chr(65024) || '-'
    || chr(65039) || chr(65279) || chr(65440) || chr(65520) || '-' || chr(65531) || chr(113824) || '-' || chr(113827)
    || chr(119155) || '-' || chr(119162) || chr(917504) || '-' || chr(921599);
BEGIN
  RETURN octet_length(named) BETWEEN 1 AND 256 AND (
    named ~ '^[!-~]+$' OR named !~ ('[' || none || ']|^[' || space || ']|[' || space || ']$')
  );
END $$;

-- The records. `body` is the very line that is hashed: the type json keeps a text as it is. Every other column but `leaf`
-- is generated from it. A zombie is five nodes, `zombie:<stage>`; `none` precedes planning, and is where all other kinds of
-- things stand. No column of the law may be NULL: that would switch its key off, as it does for voids, which are held otherwise.
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
  -- the law that its move is held to by a key. A void has none: it leads back on the step that it names, which may be in quarantine
  -- and have been against every law, so `event_added` holds it
  edge_law integer GENERATED ALWAYS AS (
    CASE WHEN NOT starts_with(split_part(body::text, '"subject":"', -1), 'project/') THEN 0
         WHEN split_part(split_part(lifecycle.plain(body), '"verb":"', -1), '"', 1) <> 'void'
           THEN split_part(split_part(body::text, '"law":', -1), ',', 1)::integer END
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
  CONSTRAINT event_void CHECK (
    CASE verb WHEN 'void' THEN voids IS NOT NULL AND stands IS NOT NULL ELSE edge_law IS NOT NULL END
  ),
  CONSTRAINT event_follows FOREIGN KEY (stream, previous, from_node, log)
    REFERENCES lifecycle.event (stream, version, to_node, log),
  CONSTRAINT event_law FOREIGN KEY (edge_law, verb, from_node, to_node) REFERENCES lifecycle.edge
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

-- The head is moved by the records that enter, and by nothing else.
CREATE TRIGGER log_begins BEFORE INSERT ON lifecycle.log FOR EACH ROW
  WHEN (NEW.size <> 0 OR NEW.recorded IS NOT NULL OR NEW.head <> decode(repeat('00', 32), 'hex'))
  EXECUTE FUNCTION lifecycle.refuse('a log begins empty');
CREATE TRIGGER log_moves BEFORE UPDATE ON lifecycle.log FOR EACH ROW
  WHEN (pg_trigger_depth() = 0 AND (NEW.size <> OLD.size OR NEW.head <> OLD.head OR NEW.peaks <> OLD.peaks
    OR NEW.recorded IS DISTINCT FROM OLD.recorded))
  EXECUTE FUNCTION lifecycle.refuse('the head of a log moves with its records');
CREATE TRIGGER log_named BEFORE UPDATE ON lifecycle.log FOR EACH ROW
  WHEN (NEW.id <> OLD.id OR NEW.source <> OLD.source OR (NEW.digest <> OLD.digest AND OLD.size > 0))
  EXECUTE FUNCTION lifecycle.refuse('a log keeps its name and its digest');

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

-- Whether a place of a log is in quarantine. The log's own stream tells it: that of its first record. Each of its records is looked up
-- by its version, and never the whole log, whatever the statistics said when that was planned.
CREATE FUNCTION lifecycle.is_quarantined(log bigint, sequence bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM (
      SELECT e.stream, (
        SELECT l.version FROM lifecycle.event l WHERE l.stream = e.stream AND l.log = e.log ORDER BY l.version DESC LIMIT 1
      ) AS version
      FROM lifecycle.event e WHERE e.log = is_quarantined.log AND e.sequence = 1 LIMIT 1
    ) own CROSS JOIN LATERAL generate_series(2, own.version) AS v (version) CROSS JOIN LATERAL (
      SELECT o.sequence, o.body FROM lifecycle.event o
      WHERE o.stream = own.stream AND o.version = v.version AND o.log = is_quarantined.log LIMIT 1
    ) q CROSS JOIN LATERAL json_array_elements(q.body #> '{data,places}') AS p (place)
    WHERE q.sequence > is_quarantined.sequence AND p.place ->> 'sequence' = is_quarantined.sequence::text
  )
$$;

-- A row without events is nobody's, nor is one whose planning is in quarantine. The owner may take it away; no other one goes.
CREATE FUNCTION lifecycle.current_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM lifecycle.event e WHERE e.stream = 'project/' || OLD.project AND e.version = 1 AND e.log = OLD.log
      AND NOT lifecycle.is_quarantined(e.log, e.sequence)
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'a project that has events stays listed', SCHEMA = 'lifecycle', TABLE = 'current';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER current_kept BEFORE DELETE ON lifecycle.current FOR EACH ROW EXECUTE FUNCTION lifecycle.current_kept();
CREATE TRIGGER current_whole BEFORE TRUNCATE ON lifecycle.current
  EXECUTE FUNCTION lifecycle.refuse('a project that has events stays listed');

-- The day on which a project entered its stage: that of the step that stands last, as last re-dated. No step in quarantine stands;
-- a date that the planning was given there is not read.
CREATE FUNCTION lifecycle.since(log bigint, stream text) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (
    SELECT coalesce(
      (SELECT r.body #>> '{data,redated_to}' FROM lifecycle.event r
       WHERE r.log = e.log AND r.stream = e.stream AND r.redates = e.stands
         AND NOT lifecycle.is_quarantined(r.log, r.sequence)
       ORDER BY r.version DESC LIMIT 1),
      (SELECT s.body #>> '{data,effective_on}' FROM lifecycle.event s
       WHERE s.log = e.log AND s.stream = e.stream AND s.version = e.stands)
    )
    FROM lifecycle.event e
    WHERE e.log = since.log AND e.stream = since.stream AND e.stands IS NOT NULL ORDER BY e.version DESC LIMIT 1
  );
END $$;

-- The date of a step that was in force before a version: the one that it was last given.
CREATE FUNCTION lifecycle.dated(log bigint, stream text, step bigint, version bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT r.body #>> '{data,redated_to}' FROM lifecycle.event r
     WHERE r.log = dated.log AND r.stream = dated.stream AND r.redates = dated.step AND r.version < dated.version
       AND NOT lifecycle.is_quarantined(r.log, r.sequence)
     ORDER BY r.version DESC LIMIT 1),
    (SELECT s.body #>> '{data,effective_on}' FROM lifecycle.event s
     WHERE s.log = dated.log AND s.stream = dated.stream AND s.version = dated.step)
  )
$$;

-- Follows the records of one statement: holds them against their log, moves its head, and moves the current states on. It
-- runs as its owner, for nobody else may write what it writes. Its look-ups go by index, whatever the statistics said when they
-- were planned, and by plans that are made once.
--
-- Attributes have one spelling: a line must be what is put together anew from them. Of the data it says no more than that they
-- have no space and no other escapes than they need: without its nulls, JSON is written just so. How they are ordered, and what
-- they say beside what is asked here, the crate finds when it reads them.
--
-- So that a state is written once and not twice, it also takes the columns that are the crate's to write, as `append` left
-- them in a setting of the transaction. Anybody can set that; it tells nothing but what they may write in any case. So it is
-- with the peaks of a log on a digest that PostgreSQL cannot compute.
CREATE FUNCTION lifecycle.event_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  fault text;
  begins boolean;
  goes_on boolean;
  voids boolean;
  gives_dates boolean;
  voids_facts boolean;
  imports boolean;
  newest integer := (SELECT max(law) FROM lifecycle.edge);
  latest text COLLATE "C" := (SELECT lifecycle.instant(clock_timestamp() + c.margin) FROM lifecycle.clock c WHERE c.is_only);
  is_behind boolean;
  kept lifecycle.log;
  leaves bytea[];
  node bytea;
  places bigint;
  times text[];
  moment text COLLATE "C";
  states jsonb := nullif(current_setting('lifecycle.states', true), '')::jsonb;
BEGIN
  SELECT l.* INTO kept FROM lifecycle.log l WHERE l.id = (SELECT a.log FROM added a LIMIT 1);
  SELECT
    min(CASE
      WHEN a.log IS DISTINCT FROM kept.id OR kept.source IS DISTINCT FROM r.source THEN 'the record belongs to another log'
      WHEN lpad(a.sequence::text, 19, '0') IS DISTINCT FROM r.sequence THEN 'the place of a record is its sequence'
      WHEN kept.digest = 'sha-256' AND a.leaf <> sha256(decode('00', 'hex') || convert_to(a.body::text, 'UTF8'))
        THEN 'the leaf of a record is its hash'
      WHEN r.predecessorhash IS DISTINCT FROM CASE a.sequence
        WHEN 1 THEN repeat('0', 64)
        ELSE (SELECT encode(p.leaf, 'hex') FROM lifecycle.event p WHERE p.log = a.log AND p.sequence = a.sequence - 1)
      END OR a.sequence <= kept.size THEN 'a record follows the last one of its log'
      WHEN (
        a.stream, a.version, a.previous, a.id, a.law, a.verb, a.from_node, a.to_node, a.edge_law, a.stands, a.voids,
        a.redates, a.voids_fact
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
        CASE WHEN NOT starts_with(r.subject, 'project/') THEN 0 WHEN coalesce(d.verb, 'fact') <> 'void' THEN d.law END,
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
      WHEN octet_length(a.body::text) > 65535 THEN 'a record has at most 65535 bytes'
      WHEN t.kind IS NULL THEN 'the type of a record is known, and its data are of that type'
      WHEN t.kind <> split_part(r.subject, '/', 1)
        OR split_part(r.subject, '/', 2) !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        OR r.id !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        THEN 'a subject is of the kind of its type, and ids are UUIDs in lower case'
      WHEN (r.type = 'lifecycle.log.opened.v1') <> (a.sequence = 1)
        OR a.sequence = 1 AND (r.data ->> 'digest' IS DISTINCT FROM kept.digest OR r.data ->> 'format' IS DISTINCT FROM '1')
        THEN 'the first record of a log opens it as it is, and no other one does'
      WHEN r.type = 'lifecycle.log.quarantined.v1' AND NOT pg_has_role(session_user, current_user, 'MEMBER')
        THEN 'only the owner puts records in quarantine'
      WHEN r.type = 'lifecycle.log.quarantined.v1' AND (
        a.stream <> (SELECT o.stream FROM lifecycle.event o WHERE o.log = a.log AND o.sequence = 1) OR EXISTS (
          SELECT FROM json_array_elements(r.data -> 'places') AS p (place) LEFT JOIN lifecycle.event e
            ON e.log = a.log AND e.sequence = (p.place ->> 'sequence')::bigint AND e.sequence < a.sequence
          WHERE e.leaf IS NULL OR encode(e.leaf, 'hex') IS DISTINCT FROM p.place ->> 'leaf' OR e.stream = a.stream
        )
      ) THEN 'a quarantine names earlier records with their leaves, and none of the own stream of the log, where it stands'
      -- whoever folds a stream passes over the versions that a quarantine names
      WHEN r.type = 'lifecycle.log.quarantined.v1' AND EXISTS (
        SELECT FROM json_array_elements(r.data -> 'places') AS p (place) JOIN lifecycle.event e
          ON e.log = a.log AND e.sequence = (p.place ->> 'sequence')::bigint
        CROSS JOIN LATERAL (
          SELECT split_part(e.stream, '/', 1) IN (SELECT k.kind FROM lifecycle.event_type k)
            AND substr(e.stream, strpos(e.stream, '/')) ~ '^/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' AS is_named
        ) s
        WHERE ((p.place -> 'stream')::text, (p.place -> 'streamversion')::text) IS DISTINCT FROM (
          CASE WHEN s.is_named THEN to_json(e.stream)::text END, CASE WHEN s.is_named THEN e.version::text END
        )
      ) THEN 'a quarantine names the stream of each record and its version there, if it belongs to one'
      WHEN d.law NOT BETWEEN 1 AND newest THEN 'the law of a record is known'
      WHEN a.stands = a.version AND a.version > 1 AND (d.evidence IS NULL) = (d.provenance IS NULL)
        THEN 'a step rests on evidence, or is imported'
      WHEN a.body::text IS DISTINCT FROM concat(
        '{"authid":', to_json(r.authid), ',"authtype":', to_json(r.authtype),
        ',"causationid":' || to_json(r.causationid), ',"correlationid":' || to_json(r.correlationid), ',"data":', r.data,
        ',"datacontenttype":"application/json","dataschema":"urn:project-lifecycle:schema:', r.type, '","id":"', r.id,
        '","predecessorhash":"', r.predecessorhash, '","recordedtime":"', r.recordedtime, '","sequence":"', r.sequence,
        '","source":"', r.source, '","specversion":"1.0","streamversion":', r.streamversion, ',"subject":"', r.subject,
        '","time":"', r."time", '","type":"', r.type, '"}'
      ) OR json_strip_nulls(replace(r.data::text, ':null', ':0')::json)::text <> replace(r.data::text, ':null', ':0')
        THEN 'a record has each of its attributes once, in their order, and no space between them'
      WHEN NOT lifecycle.is_instant(r."time") OR NOT lifecycle.is_instant(r.recordedtime)
        THEN 'an instant is written as in 2018-05-31T08:00:00.000000Z'
      WHEN r.authtype NOT IN ('app_user', 'user', 'service_account', 'api_key', 'system', 'unauthenticated', 'unknown')
        OR NOT lifecycle.is_short(r.authid) OR NOT lifecycle.is_short(r.causationid) OR NOT lifecycle.is_short(r.correlationid)
        THEN 'who acted, and what caused it, is named by a short text'
    END),
    bool_or(a.verb <> 'none' AND a.version = 1), bool_or(a.verb <> 'none' AND a.version > 1), bool_or(a.verb = 'void'),
    bool_or(a.redates IS NOT NULL), bool_or(a.voids_fact IS NOT NULL),
    bool_or(a.stands = a.version AND a.version > 1 AND d.provenance IS NOT NULL),
    bool_or(a.verb <> 'none' AND a.law < newest),
    array_agg(a.leaf ORDER BY a.sequence), array_agg(r.recordedtime ORDER BY a.sequence), kept.size + count(*) - max(a.sequence)
  INTO fault, begins, goes_on, voids, gives_dates, voids_facts, imports, is_behind, leaves, times, places
  FROM added a
  CROSS JOIN LATERAL json_to_record(a.body) AS r (
    authid text, authtype text, causationid text, correlationid text, data json, id text, predecessorhash text,
    recordedtime text, sequence text, source text, streamversion bigint, subject text, "time" text, type text
  )
  CROSS JOIN LATERAL json_to_record(r.data) AS d (
    corrects_version bigint, evidence json, "from" text, law integer, provenance json, redates_version bigint,
    restores_version bigint, stalled_at text, "to" text, verb text, voids_fact_version bigint, voids_version bigint
  )
  LEFT JOIN lifecycle.event_type t ON t.type = r.type
    AND t.verb = CASE WHEN starts_with(r.subject, 'project/') THEN coalesce(d.verb, 'fact') ELSE 'none' END;
  -- a statement that adds nothing
  IF leaves IS NULL THEN
    RETURN NULL;
  END IF;
  IF fault IS NULL AND places <> 0 THEN
    fault := 'a record follows the last one of its log';
  END IF;
  IF voids THEN
    -- the step that stands last is told by the last step or void before it, which may be of this statement
    SELECT coalesce(min(CASE
      WHEN n.voids IS DISTINCT FROM (
        SELECT l.stands FROM lifecycle.event l
        WHERE l.stream = n.stream AND l.version < n.version AND l.log = n.log AND l.stands IS NOT NULL
        ORDER BY l.version DESC LIMIT 1
      ) OR n.to_node IS DISTINCT FROM (
        -- where the step came from, unless it is in quarantine and said something else
        SELECT s.to_node FROM lifecycle.event s WHERE s.stream = n.stream AND s.log = n.log AND s.version = (
          SELECT l.version FROM lifecycle.event l
          WHERE l.stream = n.stream AND l.version < n.voids AND l.log = n.log AND l.stands IS NOT NULL
          ORDER BY l.version DESC LIMIT 1
        )
      ) THEN 'only the last standing step can be voided, and it leads back to where it came from'
      WHEN n.stands IS DISTINCT FROM (
        SELECT l.stands FROM lifecycle.event l
        WHERE l.stream = n.stream AND l.version < n.voids AND l.log = n.log AND l.stands IS NOT NULL
        ORDER BY l.version DESC LIMIT 1
      ) THEN 'a void names the step that stands again'
      -- what is in quarantine may never have been lawful, and is undone all the same
      WHEN NOT EXISTS (
        SELECT FROM lifecycle.edge g
        WHERE g.law = n.law AND g.verb = n.verb AND g.from_node = n.from_node AND g.to_node = n.to_node
      ) AND NOT EXISTS (
        SELECT FROM lifecycle.event s WHERE s.stream = n.stream AND s.version = n.voids AND s.log = n.log
          AND lifecycle.is_quarantined(s.log, s.sequence)
      ) THEN 'the law knows no such move'
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
      WHEN CASE WHEN d.given ~ '^[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}$' THEN
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
          AND NOT lifecycle.is_quarantined(f.log, f.sequence)
          AND NOT EXISTS (
            SELECT FROM lifecycle.event v
            WHERE v.stream = f.stream AND v.voids_fact = f.version AND v.version < n.version AND v.log = f.log
              AND NOT lifecycle.is_quarantined(v.log, v.sequence)
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
          AND f.verb = 'fact' AND f.body #>> '{data,verb}' IS NULL AND NOT lifecycle.is_quarantined(f.log, f.sequence)
      ) OR EXISTS (
        SELECT FROM lifecycle.event v
        WHERE v.stream = n.stream AND v.voids_fact = n.voids_fact AND v.version < n.version AND v.log = n.log
          AND NOT lifecycle.is_quarantined(v.log, v.sequence)
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
  IF fault IS NULL THEN
    FOREACH moment IN ARRAY times LOOP
      IF moment < kept.recorded THEN
        fault := 'a record is recorded no earlier than the one before it';
      ELSIF moment > latest AND moment IS DISTINCT FROM kept.recorded THEN
        RAISE EXCEPTION USING ERRCODE = 'datetime_field_overflow', SCHEMA = 'lifecycle', TABLE = 'event',
          MESSAGE = 'a record is recorded at ' || moment || ', beyond the clock of the database with its margin, ' || latest;
      END IF;
      kept.recorded := moment;
    END LOOP;
  END IF;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'integrity_constraint_violation', MESSAGE = fault, SCHEMA = 'lifecycle', TABLE = 'event';
  END IF;

  -- each leaf ends the full subtrees of its size: so many as the size before it has ones at its end
  IF kept.digest = 'sha-256' THEN
    FOREACH node IN ARRAY leaves LOOP
      kept.head := node;
      places := kept.size;
      WHILE places & 1 = 1 LOOP
        node := sha256(decode('01', 'hex') || substr(kept.peaks, octet_length(kept.peaks) - 31) || node);
        kept.peaks := substr(kept.peaks, 1, octet_length(kept.peaks) - 32);
        places := places >> 1;
      END LOOP;
      kept.peaks := kept.peaks || node;
      kept.size := kept.size + 1;
    END LOOP;
  ELSE
    kept.head := leaves[cardinality(leaves)];
    kept.peaks := decode(coalesce(current_setting('lifecycle.peaks', true), ''), 'hex');
    kept.size := kept.size + cardinality(leaves);
  END IF;
  UPDATE lifecycle.log l SET size = kept.size, head = kept.head, peaks = kept.peaks, recorded = kept.recorded
  WHERE l.id = kept.id;

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
      since = CASE WHEN a.is_moved THEN lifecycle.since(a.log, a.stream) ELSE c.since END,
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
CREATE TRIGGER event_added AFTER INSERT ON lifecycle.event
  REFERENCING NEW TABLE AS added EXECUTE FUNCTION lifecycle.event_added();

-- Sets a project's version, stage and day anew as its events say, and lists it if it is not listed. It runs as its owner,
-- for nobody else may write them; it writes nothing that the events do not say. It takes the lock of the log first, so what it
-- reads is the last word until the transaction ends.
CREATE FUNCTION lifecycle.follow(log bigint, project text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM lifecycle.log l WHERE l.id = follow.log FOR UPDATE;
  INSERT INTO lifecycle.current (log, project, version, stage, since, name, name_key, kind, zone)
  SELECT a.log, substr(a.stream, 9), a.version, a.to_node, d.effective_on, p.name, substr(p.name, 1, 64), p.kind, p.zone
  FROM lifecycle.event a
  CROSS JOIN LATERAL json_to_record(a.body -> 'data') AS d (effective_on text, profile json)
  CROSS JOIN LATERAL json_to_record(d.profile) AS p (name text, kind text, zone text)
  WHERE a.log = follow.log AND a.stream = 'project/' || follow.project AND a.version = 1
    AND NOT lifecycle.is_quarantined(a.log, a.sequence)
  ON CONFLICT DO NOTHING;
  UPDATE lifecycle.current c SET
    version = a.version,
    stage = split_part(a.to_node, ':', 1),
    stalled_at = nullif(split_part(a.to_node, ':', 2), ''),
    since = lifecycle.since(a.log, a.stream)
  FROM (
    SELECT e.log, e.stream, e.version, e.to_node FROM lifecycle.event e
    WHERE e.log = follow.log AND e.stream = 'project/' || follow.project ORDER BY e.version DESC LIMIT 1
  ) a
  WHERE c.log = follow.log AND c.project = follow.project;
END $$;

-- Writes the columns of a project that are the crate's to write, at the version for which they were made: an object of them for
-- the project. It takes the lock of the log first, as `follow` does.
CREATE FUNCTION lifecycle.write(log bigint, project text, version bigint, states text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM lifecycle.log l WHERE l.id = write.log FOR UPDATE;
  UPDATE lifecycle.current c SET
    (library, name, name_key, kind, code, zone, officer, total_minor, total_currency, invested, schedule, owed,
    paused_since, noted_on, next_due) = (
      SELECT n.library, n.name, n.name_key, n.kind, n.code, n.zone, n.officer, n.total_minor, n.total_currency, n.invested,
      n.schedule, n.owed, n.paused_since, n.noted_on, n.next_due
      FROM jsonb_populate_record(c, write.states::jsonb -> c.project) AS n
    )
  WHERE c.log = write.log AND c.project = write.project AND c.version = write.version;
END $$;

-- Makes the row of a log that is to be opened. One that has no record yet takes the digest that is asked for, whoever made it.
CREATE FUNCTION lifecycle.open(source text, digest text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO lifecycle.log AS l (source, digest) VALUES (open.source, open.digest)
  ON CONFLICT ON CONSTRAINT log_source_key DO UPDATE SET digest = excluded.digest
    WHERE l.size = 0 AND l.digest <> excluded.digest;
END $$;

-- Appending takes two round trips, with one function each: `find`, then `append`. A session keeps the plans of a function, so
-- the store need not prepare statements on each connection of a pool.
--
-- Locks the head of a log, and finds what must be known to append to it, and which settings of the server would let it lose what
-- it acknowledged. It runs as its owner, for nobody else may lock. Each statement of a volatile function sees what was
-- committed when it began: so the second sees all that was written before the lock was had. The first row is the head; each
-- other one is the end of a stream, a record that bears one of the ids, a current state, or a record that put something of one of
-- the streams, or one of the ids, in quarantine.
CREATE FUNCTION lifecycle.find(source text, streams text[], ids text[], projects text[])
RETURNS TABLE (
  log bigint, digest text, size bigint, head bytea, peaks bytea, recorded text, schema integer, weaker text,
  stream text, id text, body json, state json, sequence bigint, version bigint
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  own record;  -- the log's own stream, and how many records it has
BEGIN
  SELECT l.id, l.digest, l.size, l.head, l.peaks, l.recorded INTO log, digest, size, head, peaks, recorded
  FROM lifecycle.log l WHERE l.source = find.source FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- Each of its records is then looked up by its version: a plan that was made while the table was empty, and is kept by a session,
  -- has no other way.
  SELECT e.stream, (
    SELECT o.version FROM lifecycle.event o WHERE o.stream = e.stream AND o.log = find.log ORDER BY o.version DESC LIMIT 1
  ) INTO own FROM lifecycle.event e WHERE e.log = find.log AND e.sequence = 1;
  RETURN QUERY
  SELECT
    find.log, find.digest, find.size, find.head, find.peaks, find.recorded,
    (SELECT max(v.version) FROM lifecycle.schema_version v),
    nullif(concat_ws(
      ', ',
      CASE WHEN current_setting('fsync') <> 'on' THEN 'fsync = off' END,
      CASE WHEN current_setting('full_page_writes') <> 'on' THEN 'full_page_writes = off' END,
      CASE WHEN current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')
        THEN 'synchronous_commit = ' || current_setting('synchronous_commit') END
    ), ''),
    NULL::text, NULL::text, NULL::json, NULL::json, NULL::bigint, NULL::bigint
  UNION ALL
  SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, s.stream, NULL, e.body, NULL, e.sequence, e.version
  FROM unnest(find.streams) AS s (stream) CROSS JOIN LATERAL (
    SELECT o.body, o.sequence, o.version FROM lifecycle.event o
    WHERE o.stream = s.stream AND o.log = find.log ORDER BY o.version DESC LIMIT 1
  ) e
  UNION ALL
  SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, i.id, e.body, NULL, NULL, NULL
  FROM unnest(find.ids) AS i (id) CROSS JOIN LATERAL (
    SELECT o.body FROM lifecycle.event o WHERE o.id = i.id AND o.log = find.log LIMIT 1
  ) e
  UNION ALL
  SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, row_to_json(c), NULL, NULL
  FROM unnest(find.projects) AS p (project) CROSS JOIN LATERAL (
    SELECT * FROM lifecycle.current o WHERE o.log = find.log AND o.project = p.project LIMIT 1
  ) c;
  -- most logs have none
  IF own.version > 1 THEN
    RETURN QUERY
    SELECT
      NULL::bigint, NULL::text, NULL::bigint, NULL::bytea, NULL::bytea, NULL::text, NULL::integer, NULL::text,
      NULL::text, NULL::text, q.body, NULL::json, q.sequence, q.version
    FROM generate_series(2, own.version) AS v (version) CROSS JOIN LATERAL (
      SELECT o.body, o.sequence, o.version, o.body #> '{data,places}' AS places FROM lifecycle.event o
      WHERE o.stream = own.stream AND o.version = v.version AND o.log = find.log LIMIT 1
    ) q
    WHERE EXISTS (
      SELECT FROM json_array_elements(CASE json_typeof(q.places) WHEN 'array' THEN q.places END) AS p (place)
      WHERE p.place ->> 'stream' = ANY (find.streams) OR p.place ->> 'sequence' IN (
        SELECT e.sequence::text FROM unnest(find.ids) AS i (id) CROSS JOIN LATERAL (
          SELECT o.sequence FROM lifecycle.event o WHERE o.id = i.id AND o.log = find.log LIMIT 1
        ) e
      )
    );
  END IF;
END $$;

-- How far the consumers of a log have come, with the leaf of the record that they have done with last.
CREATE TABLE lifecycle.cursor (
  log bigint NOT NULL REFERENCES lifecycle.log (id),
  consumer text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL CHECK (sequence >= 0),
  leaf bytea,
  PRIMARY KEY (log, consumer)
);

-- Writes records behind the last one, and leaves what is the crate's to write of current states, an object for each project, to
-- the trigger that writes them. PostgreSQL computes leaves and peaks on SHA-256; on another digest they are given. It runs as its
-- owner, for nobody else may write records.
--
-- Then it looks at what was truly written, once all triggers have had their say: nobody is told of a record that is not there.
-- With the records written nobody can add a trigger or a rule until the transaction ends, so what it does not see does not come.
CREATE FUNCTION lifecycle.append(log bigint, bodies text[], states text, given_leaves bytea[], given_peaks bytea)
RETURNS TABLE (size bigint, head bytea, peaks bytea, recorded text) LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  kept lifecycle.log;
  written bigint;
  is_listed boolean;
  fault text;
BEGIN
  states := set_config('lifecycle.states', coalesce(states, ''), true);
  SELECT l.* INTO kept FROM lifecycle.log l WHERE l.id = append.log FOR UPDATE;
  IF kept.digest <> 'sha-256' THEN
    states := set_config('lifecycle.peaks', encode(given_peaks, 'hex'), true);
  END IF;
  INSERT INTO lifecycle.event (log, sequence, body, leaf)
  SELECT append.log, kept.size + r.place, r.body::json,
    CASE kept.digest WHEN 'sha-256' THEN sha256(decode('00', 'hex') || convert_to(r.body, 'UTF8')) ELSE r.leaf END
  FROM unnest(append.bodies, append.given_leaves) WITH ORDINALITY AS r (body, leaf, place);
  -- they are of these records alone
  states := set_config('lifecycle.states', '', true);

  SELECT l.size, l.head, l.peaks, l.recorded INTO size, head, peaks, recorded FROM lifecycle.log l WHERE l.id = append.log;
  SELECT count(*), bool_and(CASE
    WHEN e.verb = 'none' THEN true
    WHEN (
      SELECT c.version > e.version OR (c.version, c.stage, coalesce(':' || c.stalled_at, '')) = (
        e.version, split_part(e.to_node, ':', 1), substr(e.to_node, length(split_part(e.to_node, ':', 1)) + 1)
      )
      FROM lifecycle.current c WHERE c.log = append.log AND c.project = substr(e.stream, 9) LIMIT 1
    ) THEN true
    ELSE EXISTS (
      SELECT FROM lifecycle.event p WHERE p.log = append.log AND p.stream = e.stream AND p.version = 1
        AND lifecycle.is_quarantined(p.log, p.sequence)
    )
  END) INTO written, is_listed
  FROM unnest(append.bodies) WITH ORDINALITY AS r (body, place) CROSS JOIN LATERAL (
    SELECT o.body, o.leaf, o.stream, o.version, o.verb, o.to_node FROM lifecycle.event o
    WHERE o.log = append.log AND o.sequence = kept.size + r.place LIMIT 1
  ) e
  WHERE e.body::text = r.body AND (e.leaf = append.head OR r.place < cardinality(append.bodies));
  fault := CASE
    WHEN size IS DISTINCT FROM kept.size + cardinality(bodies) THEN 'the head of the log was not moved'
    WHEN written <> cardinality(bodies) THEN 'records were not written'
    WHEN NOT is_listed THEN 'the list of current states was not moved'
    WHEN current_setting('session_replication_role') = 'replica' THEN 'triggers are off in this session'
    WHEN (
      SELECT ARRAY[count(*), count(*) FILTER (
        WHERE t.tgenabled = 'O' AND (t.tgisinternal OR t.tgname IN (
          'current_kept', 'current_whole', 'event_added', 'event_kept', 'log_begins', 'log_kept', 'log_moves', 'log_named'
        ))
      )] FROM pg_trigger t
      WHERE t.tgrelid IN ('lifecycle.current'::regclass, 'lifecycle.event'::regclass, 'lifecycle.log'::regclass)
    ) <> ARRAY[16, 16]::bigint[] THEN 'the triggers are not those that were made'
    WHEN (
      -- newer versions of PostgreSQL also list here which columns are not NULL
      SELECT ARRAY[count(*), count(*) FILTER (
        WHERE k.convalidated AND k.conname IN (
          'current_pkey', 'event_begins', 'event_follows', 'event_id', 'event_kind', 'event_law', 'event_leaf_check', 'event_node',
          'event_sequence', 'event_stream', 'event_void', 'log_check', 'log_digest_check', 'log_head_check', 'log_pkey',
          'log_source_key'
        )
      )] FROM pg_constraint k
      WHERE k.conrelid IN ('lifecycle.current'::regclass, 'lifecycle.event'::regclass, 'lifecycle.log'::regclass)
        AND k.contype <> 'n'
    ) <> ARRAY[16, 16]::bigint[] THEN 'the keys are not those that were made'
    WHEN EXISTS (
      SELECT FROM pg_class c
      WHERE c.oid IN ('lifecycle.current'::regclass, 'lifecycle.event'::regclass, 'lifecycle.log'::regclass)
        AND (c.relhasrules OR c.relrowsecurity)
    ) THEN 'rules or policies stand on the tables'
  END;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'data_corrupted', MESSAGE = fault, SCHEMA = 'lifecycle', TABLE = 'event';
  END IF;
  RETURN NEXT;
END $$;

-- What is wrong with an index; NULL if nothing is. The extension amcheck tells it where it is installed and whoever asks may
-- call it. Else the index is read from its beginning to its end, and must say what the table says: as many rows, and by their
-- sum the same. The settings leave no other way of reading it than by the index, or by the table.
CREATE FUNCTION lifecycle.check_index(name text) RETURNS text LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
SET enable_incremental_sort = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
DECLARE
  index regclass := to_regclass('lifecycle.' || quote_ident(name));
  amcheck regprocedure := (
    SELECT p.oid FROM pg_extension x JOIN pg_depend d ON d.refobjid = x.oid AND d.classid = 'pg_proc'::regclass
    JOIN pg_proc p ON p.oid = d.objid AND p.proname = 'bt_index_check' AND p.pronargs = 2
    WHERE x.extname = 'amcheck' AND has_function_privilege(p.oid, 'EXECUTE')
  );
  columns text;
  read text;
  plan json;
  by_index text;
  by_table text;
BEGIN
  IF index IS NULL THEN
    RETURN 'there is none';
  END IF;
  IF amcheck IS NOT NULL THEN
    EXECUTE format('SELECT %s($1, true)', amcheck::oid::regproc) USING index;
    RETURN NULL;
  END IF;
  SELECT string_agg(pg_get_indexdef(x.indexrelid, k, false), ', ' ORDER BY k) INTO columns
  FROM pg_index x CROSS JOIN LATERAL generate_series(1, x.indnkeyatts) AS k WHERE x.indexrelid = index;
  SELECT format(
    'SELECT count(*) || '' '' || coalesce(sum(hashtextextended(r::text, 0)::numeric), 0)
     FROM (SELECT %1$s FROM %2$s %3$s ORDER BY %1$s) r',
    columns, x.indrelid::regclass, 'WHERE ' || pg_get_expr(x.indpred, x.indrelid)
  ) INTO read FROM pg_index x WHERE x.indexrelid = index;
  EXECUTE 'EXPLAIN (FORMAT JSON, COSTS OFF) ' || read INTO plan;
  IF strpos(plan::text, '"Index Name": "' || name || '"') = 0 THEN
    RETURN 'it is not used';
  END IF;
  EXECUTE read INTO by_index;
  PERFORM set_config('enable_seqscan', 'on', true), set_config('enable_sort', 'on', true),
    set_config('enable_indexscan', 'off', true), set_config('enable_indexonlyscan', 'off', true);
  EXECUTE read INTO by_table;
  PERFORM set_config('enable_indexscan', 'on', true), set_config('enable_indexonlyscan', 'on', true);
  RETURN CASE WHEN by_index <> by_table THEN 'it says ' || by_index || ', its table ' || by_table END;
EXCEPTION WHEN data_corrupted OR index_corrupted THEN
  RETURN SQLERRM;
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA lifecycle FROM PUBLIC;
