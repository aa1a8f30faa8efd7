-- What must hold stands in triggers: any client has foreign keys off by default and can switch CHECKs off. In a trigger a
-- comparison with NULL refuses nothing, hence IS NOT.

-- The law: what an event may say of itself under the law that it names. Each law's rows are a migration of their own, written
-- from the crate's one table; it lifts the seal and puts it back. What is no project is under no law.
CREATE TABLE edge (
  law INTEGER NOT NULL,
  verb TEXT NOT NULL,
  from_node TEXT NOT NULL,
  to_node TEXT NOT NULL,
  PRIMARY KEY (law, verb, from_node, to_node)
) STRICT, WITHOUT ROWID;

INSERT INTO edge VALUES (0, 'none', 'none', 'none');

CREATE TRIGGER edge_insert BEFORE INSERT ON edge BEGIN SELECT RAISE(ABORT, 'the law is sealed'); END;
CREATE TRIGGER edge_update BEFORE UPDATE ON edge BEGIN SELECT RAISE(ABORT, 'the law is sealed'); END;
CREATE TRIGGER edge_delete BEFORE DELETE ON edge BEGIN SELECT RAISE(ABORT, 'the law is sealed'); END;

-- What may be said of each kind of subject. The rows are written from the crate's one list, and then sealed.
CREATE TABLE event_type (
  name TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_type_update BEFORE UPDATE ON event_type BEGIN SELECT RAISE(ABORT, 'the types of events are sealed'); END;
CREATE TRIGGER event_type_delete BEFORE DELETE ON event_type BEGIN SELECT RAISE(ABORT, 'the types of events are sealed'); END;

-- How many seconds a new `recordedtime` may lie beyond the clock of who writes; NULL if as many as it likes. The owner sets it.
CREATE TABLE clock_margin (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seconds INTEGER CHECK (seconds >= 0)
) STRICT;

INSERT INTO clock_margin VALUES (1, 300);

CREATE TRIGGER clock_margin_insert BEFORE INSERT ON clock_margin BEGIN SELECT RAISE(ABORT, 'the margin of clocks is the owner''s to set'); END;
CREATE TRIGGER clock_margin_update BEFORE UPDATE ON clock_margin BEGIN SELECT RAISE(ABORT, 'the margin of clocks is the owner''s to set'); END;
CREATE TRIGGER clock_margin_delete BEFORE DELETE ON clock_margin BEGIN SELECT RAISE(ABORT, 'the margin of clocks is the owner''s to set'); END;

-- The head of each log: all that is needed to append.
CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  size INTEGER NOT NULL,
  head BLOB NOT NULL,
  peaks BLOB NOT NULL,
  recorded TEXT
) STRICT;

CREATE TRIGGER log_insert BEFORE INSERT ON log BEGIN
  SELECT RAISE(ABORT, 'a log begins empty')
  WHERE NEW.size IS NOT 0 OR NEW.head IS NOT zeroblob(32) OR NEW.peaks IS NOT x'' OR NEW.recorded IS NOT NULL;
  SELECT RAISE(ABORT, 'no log is on this digest') WHERE NEW.digest IS NOT 'sha-256' AND NEW.digest IS NOT 'sm3';
  SELECT RAISE(ABORT, 'the log exists')
  WHERE EXISTS (SELECT 1 FROM log WHERE source = NEW.source) OR EXISTS (SELECT 1 FROM log WHERE id = NEW.id);
END;
-- What has no number yet has number -1 for a trigger before it, so no row may really have it.
CREATE TRIGGER log_inserted AFTER INSERT ON log WHEN NEW.id < 1 BEGIN SELECT RAISE(ABORT, 'a row has a number from 1'); END;
CREATE TRIGGER log_update BEFORE UPDATE ON log BEGIN
  -- whoever opens a log says on what digest, whatever its empty row said, and before its first record says so
  SELECT RAISE(ABORT, 'a log keeps its name and its digest')
  WHERE NEW.id IS NOT OLD.id OR NEW.source IS NOT OLD.source
    OR (NEW.digest IS NOT OLD.digest AND EXISTS (SELECT 1 FROM event WHERE log = OLD.id));
  SELECT RAISE(ABORT, 'no log is on this digest') WHERE NEW.digest IS NOT 'sha-256' AND NEW.digest IS NOT 'sm3';
  -- the peaks cannot be computed here; they change only when the log grows
  SELECT RAISE(ABORT, 'the head of a log is its last record')
  WHERE (NEW.digest IS OLD.digest OR (NEW.size, NEW.head, NEW.peaks, NEW.recorded) IS NOT (OLD.size, OLD.head, OLD.peaks, OLD.recorded))
    AND (NEW.size <= OLD.size OR NOT EXISTS (
      SELECT 1 FROM event
      WHERE log = NEW.id AND sequence = NEW.size AND leaf = NEW.head AND body ->> '$.recordedtime' = NEW.recorded
    ) OR EXISTS (SELECT 1 FROM event WHERE log = NEW.id AND sequence > NEW.size));
END;
CREATE TRIGGER log_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'a log is append-only'); END;

-- The records. `body` is the very line that is hashed; every other column but `leaf` is read from it, so no column can say
-- what the record does not. A zombie is five nodes, `zombie:<stage>`; `none` precedes planning, and is no word of a record.
CREATE TABLE event (
  row INTEGER PRIMARY KEY,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  body TEXT NOT NULL,
  leaf BLOB NOT NULL,
  stream TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.subject') STORED,
  version INTEGER NOT NULL GENERATED ALWAYS AS (body ->> '$.streamversion') STORED,
  id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.id') STORED,
  is_project INTEGER NOT NULL GENERATED ALWAYS AS (substr(stream, 1, 8) = 'project/') STORED,
  -- what the data say, each read once for the columns below
  said TEXT GENERATED ALWAYS AS (body ->> '$.data.verb') VIRTUAL,
  leaves TEXT GENERATED ALWAYS AS (body ->> '$.data.from') VIRTUAL,
  enters TEXT GENERATED ALWAYS AS (body ->> '$.data.to') VIRTUAL,
  law INTEGER NOT NULL GENERATED ALWAYS AS (CASE WHEN is_project THEN body -> '$.data.law' ELSE 0 END) STORED,
  verb TEXT NOT NULL GENERATED ALWAYS AS (
    CASE WHEN NOT is_project THEN 'none' WHEN coalesce(said, 'redate') IN ('redate', 'void_fact', 'correct') THEN 'fact' ELSE said END
  ) STORED,
  from_node TEXT NOT NULL GENERATED ALWAYS AS (
    CASE WHEN NOT is_project THEN 'none'
         WHEN leaves = 'zombie' THEN 'zombie:' || (body ->> '$.data.stalled_at')
         ELSE coalesce(replace(leaves, ':', ' '), 'none') END
  ) STORED,
  to_node TEXT NOT NULL GENERATED ALWAYS AS (
    CASE WHEN NOT is_project THEN 'none'
         WHEN enters = 'zombie' THEN 'zombie:' || (body ->> '$.data.stalled_at')
         ELSE coalesce(replace(enters, ':', ' '), 'none') END
  ) STORED,
  -- the version of the step that stands last after a step or a void: its own, or the one that a void gives back
  stands INTEGER GENERATED ALWAYS AS (
    CASE verb WHEN 'none' THEN NULL WHEN 'fact' THEN NULL WHEN 'void' THEN body -> '$.data.restores_version' ELSE version END
  ) STORED,
  effective_on TEXT GENERATED ALWAYS AS (body ->> '$.data.effective_on') STORED,
  voids INTEGER GENERATED ALWAYS AS (CASE WHEN verb = 'void' THEN body -> '$.data.voids_version' END) STORED,
  -- a step that is corrected in place has the date that the record names, as one that is re-dated
  redates INTEGER GENERATED ALWAYS AS (
    CASE WHEN NOT is_project THEN NULL
         ELSE CASE said WHEN 'redate' THEN body -> '$.data.redates_version'
                        WHEN 'correct' THEN body -> '$.data.corrects_version' END END
  ) STORED,
  voids_fact INTEGER GENERATED ALWAYS AS (
    CASE WHEN is_project AND said = 'void_fact' THEN body -> '$.data.voids_fact_version' END
  ) STORED
) STRICT;

CREATE UNIQUE INDEX event_sequence ON event (log, sequence);
CREATE UNIQUE INDEX event_stream ON event (log, stream, version);
CREATE UNIQUE INDEX event_id ON event (log, id);
CREATE INDEX event_stands ON event (log, stream, version) WHERE stands IS NOT NULL;
CREATE INDEX event_stood ON event (log, stream, stands, version) WHERE voids IS NOT NULL;
CREATE INDEX event_voids ON event (log, stream, voids) WHERE voids IS NOT NULL;
CREATE INDEX event_redates ON event (log, stream, redates, version) WHERE redates IS NOT NULL;
CREATE INDEX event_voids_fact ON event (log, stream, voids_fact) WHERE voids_fact IS NOT NULL;

-- The places that the log's own records put in quarantine, behind the one that opened it.
CREATE VIEW quarantined AS
SELECT q.log, place.value ->> '$.sequence' AS sequence
FROM event o INDEXED BY event_sequence
CROSS JOIN event q INDEXED BY event_stream
CROSS JOIN json_each(q.body, '$.data.places') place
WHERE o.sequence = 1 AND q.log = o.log AND q.stream = o.stream AND q.version > 1;

-- A step with its date in force: the one that it was last given by what is not in quarantine.
CREATE VIEW dated AS
SELECT s.log, s.stream, s.version, coalesce(
  (SELECT r.body ->> '$.data.redated_to' FROM event r INDEXED BY event_redates
   WHERE r.log = s.log AND r.stream = s.stream AND r.redates = s.version
     AND NOT EXISTS (SELECT 1 FROM quarantined q WHERE q.log = r.log AND q.sequence = r.sequence)
   ORDER BY r.version DESC LIMIT 1),
  s.effective_on
) AS since
FROM event s
WHERE s.stands = s.version;

-- Nothing is replaced: `INSERT OR REPLACE` would delete without a delete trigger, so whatever has the same key or the same
-- row is refused before it does.
CREATE TRIGGER event_insert BEFORE INSERT ON event BEGIN
  SELECT RAISE(ABORT, 'a row is not replaced') WHERE EXISTS (SELECT 1 FROM event WHERE row = NEW.row);
  -- A line has always the same members in the same order, and where it belongs they say what it must say: so no other reader can
  -- see other values in them than the columns have, be it that a member stands there twice, or a number as text. That is compared
  -- at once; why it is not so is asked only when it is not. `LIMIT 1` has each value read once.
  SELECT CASE
    WHEN source IS NULL THEN RAISE(ABORT, 'the record belongs to another log')
    WHEN predecessor IS NOT NULL AND length(NEW.leaf) IS 32 AND NEW.body IS line THEN
      CASE WHEN (SELECT count(*) <> count(DISTINCT key) FROM json_each(data))
        THEN RAISE(ABORT, 'an event says nothing twice') END
    WHEN source <> NEW.body ->> '$.source' THEN RAISE(ABORT, 'the record belongs to another log')
    WHEN predecessor IS NULL OR predecessor <> NEW.body ->> '$.predecessorhash'
      OR printf('%019d', NEW.sequence) <> NEW.body ->> '$.sequence'
      THEN RAISE(ABORT, 'a record follows the last one of its log')
    ELSE RAISE(ABORT, 'a record is one canonical line, and its leaf has 32 bytes')
  END
  FROM (
    SELECT source, predecessor, data, printf(
      '{"authid":%s,"authtype":%s%s%s,"data":%s,"datacontenttype":"application/json",'
        || '"dataschema":"urn:project-lifecycle:schema:%s","id":"%s","predecessorhash":"%s","recordedtime":"%s",'
        || '"sequence":"%019d","source":"%s","specversion":"1.0","streamversion":%d,"subject":"%s","time":"%s","type":"%s"}',
      NEW.body -> '$.authid', NEW.body -> '$.authtype', ',"causationid":' || (NEW.body -> '$.causationid'),
      ',"correlationid":' || (NEW.body -> '$.correlationid'), data, type, NEW.id, predecessor,
      NEW.body ->> '$.recordedtime', NEW.sequence, source, NEW.version, NEW.stream, NEW.body ->> '$.time', type
    ) AS line
    FROM (
      SELECT NEW.body -> '$.data' AS data, NEW.body ->> '$.type' AS type,
        (SELECT source FROM log WHERE id = NEW.log) AS source,
        CASE NEW.sequence
          WHEN 1 THEN iif(EXISTS (SELECT 1 FROM event WHERE log = NEW.log), NULL, printf('%064d', 0))
          ELSE (
            SELECT iif(sequence = NEW.sequence - 1, lower(hex(leaf)), NULL)
            FROM event WHERE log = NEW.log ORDER BY sequence DESC LIMIT 1
          )
        END AS predecessor
      LIMIT 1
    )
    LIMIT 1
  );
  SELECT RAISE(ABORT, 'a record has at most 65,535 bytes') WHERE length(CAST(NEW.body AS BLOB)) > 65535;
  -- An instant is 27 characters, so texts sort as instants do. A day is shifted by nothing, for else an older SQLite takes
  -- 31 September as it stands. What the log said last may be said again, whatever the clock says.
  SELECT CASE
    WHEN recorded NOT GLOB
      '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z'
      OR strftime('%Y-%m-%dT%H:%M:%S', substr(recorded, 1, 19), '+0 days') IS NOT substr(recorded, 1, 19)
      OR substr(recorded, 1, 4) = '0000'
      THEN RAISE(ABORT, 'recordedtime is an instant, to the microsecond and in UTC')
    WHEN recorded < last THEN RAISE(ABORT, 'recordedtime never goes back')
    WHEN recorded IS NOT last
      AND recorded > strftime('%Y-%m-%dT%H:%M:%f', 'now', (SELECT seconds FROM clock_margin WHERE one = 1) || ' seconds')
      THEN RAISE(ABORT, 'recordedtime is ahead of the clock')
  END
  FROM (
    SELECT NEW.body ->> '$.recordedtime' AS recorded,
      -- a line whose bytes were damaged stops its own project, and not its log, which keeps the time of its head
      (SELECT iif(json_valid(body), body ->> '$.recordedtime', (SELECT recorded FROM log WHERE id = NEW.log))
       FROM event WHERE log = NEW.log ORDER BY sequence DESC LIMIT 1) AS last
    LIMIT 1
  );
  SELECT RAISE(ABORT, 'a log is opened once, by its first record')
  WHERE (NEW.body ->> '$.type' = 'lifecycle.log.opened.v1') IS NOT (NEW.sequence = 1);
  -- that its id is made from the name of the log only the crate can tell
  SELECT RAISE(ABORT, 'the first record of a log opens it as it is')
  WHERE NEW.sequence = 1 AND (
    NEW.version <> 1 OR NEW.stream IS NOT 'log/' || NEW.id
    OR NEW.body -> '$.data.digest' IS NOT (SELECT json_quote(digest) FROM log WHERE id = NEW.log)
    OR NEW.body -> '$.data.format' IS NOT '1' OR NEW.body -> '$.data.law' IS NULL
  );
  -- what is no project is under no law, and says all the same under which it was written
  SELECT RAISE(ABORT, 'the law of a record is known')
  WHERE NOT NEW.is_project AND NEW.body -> '$.data.law' IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM edge WHERE law = NEW.body ->> '$.data.law' AND law > 0 AND json_type(NEW.body, '$.data.law') = 'integer'
  );
  -- What this table takes for a quarantine the crate must be able to read: its members, and those of each place, are what the crate
  -- writes, and no more.
  SELECT RAISE(ABORT, 'a quarantine names earlier records with their leaves, and none of the log''s own')
  WHERE NOT NEW.is_project AND NEW.body ->> '$.type' = 'lifecycle.log.quarantined.v1' AND EXISTS (
    SELECT 1 FROM json_each(NEW.body, '$.data.places') p
    LEFT JOIN event e ON e.log = NEW.log AND e.sequence = p.value ->> '$.sequence'
    WHERE e.leaf IS NULL OR lower(hex(e.leaf)) IS NOT p.value ->> '$.leaf' OR e.stream = NEW.stream
      OR json_type(p.value, '$.sequence') IS NOT 'integer'
  );
  SELECT RAISE(ABORT, 'a quarantine names each place once, and in order')
  WHERE NOT NEW.is_project AND NEW.body ->> '$.type' = 'lifecycle.log.quarantined.v1' AND EXISTS (
    SELECT 1 FROM (
      SELECT value ->> '$.sequence' AS place, lag(value ->> '$.sequence') OVER (ORDER BY key) AS before
      FROM json_each(NEW.body, '$.data.places')
    ) WHERE place <= before
  );
  -- whoever folds a stream passes over the versions that a quarantine names
  SELECT RAISE(ABORT, 'a quarantine names the stream of each record and its version there, if it belongs to one, and no more of it')
  WHERE NOT NEW.is_project AND NEW.body ->> '$.type' = 'lifecycle.log.quarantined.v1' AND EXISTS (
    -- each place first, then its record: never all records
    SELECT 1 FROM json_each(NEW.body, '$.data.places') p
    CROSS JOIN event e ON e.log = NEW.log AND e.sequence = p.value ->> '$.sequence'
    WHERE p.value IS NOT printf('{"leaf":"%s","sequence":%d%s}', lower(hex(e.leaf)), e.sequence, (
      SELECT printf(',"stream":"%s","streamversion":%d', e.stream, e.version)
      WHERE substr(e.stream, 1, instr(e.stream, '/') - 1) IN (SELECT kind FROM event_type) AND substr(e.stream, instr(e.stream, '/')) GLOB
        '/[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'
    ))
  );
  SELECT RAISE(ABORT, 'a quarantine names places, grounds and authority and no more, in the log''s own stream')
  WHERE NOT NEW.is_project AND NEW.body ->> '$.type' = 'lifecycle.log.quarantined.v1' AND (
    json_type(NEW.body, '$.data.places') IS NOT 'array' OR json_array_length(NEW.body, '$.data.places') = 0
    OR json_type(NEW.body, '$.data.grounds') IS NOT 'text' OR json_type(NEW.body, '$.data.authority') IS NOT 'text'
    OR EXISTS (
      SELECT 1 FROM (
        SELECT key, type, lag(key) OVER (ORDER BY rowid) AS before FROM json_each(NEW.body, '$.data')
      ) WHERE key <= before OR key NOT IN ('authority', 'by', 'grounds', 'places') OR (key = 'by' AND type <> 'object')
    ) OR EXISTS (
      SELECT 1 FROM (
        SELECT key, type, lag(key) OVER (ORDER BY rowid) AS before FROM json_each(NEW.body, '$.data.by')
      ) WHERE key <= before OR type IS NOT CASE key WHEN 'organisation' THEN 'text' WHEN 'roles' THEN 'array' WHEN 'zone' THEN 'text' END
    ) OR EXISTS (SELECT 1 FROM json_each(NEW.body, '$.data.by.roles') WHERE type <> 'text')
    OR EXISTS (
      SELECT 1 FROM json_each(NEW.body, '$.data')
      WHERE key IN ('authority', 'grounds') AND (trim(value) = '' OR length(CAST(value AS BLOB)) > 16384)
    )
    OR NEW.stream IS NOT (SELECT o.stream FROM event o WHERE o.log = NEW.log AND o.sequence = 1)
  );
  SELECT RAISE(ABORT, 'no record is called so')
  WHERE NEW.id NOT GLOB
    '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]';
  SELECT RAISE(ABORT, 'the id names another record of the log')
  WHERE EXISTS (SELECT 1 FROM event WHERE log = NEW.log AND id = NEW.id);
  SELECT RAISE(ABORT, 'the law knows no such move')
  WHERE (NEW.is_project AND NEW.to_node = 'none') OR NOT EXISTS (
    SELECT 1 FROM edge WHERE law = NEW.law AND verb = NEW.verb AND from_node = NEW.from_node AND to_node = NEW.to_node
  ) AND NOT (
    -- what is in quarantine may never have been lawful, and is undone all the same
    NEW.verb = 'void' AND EXISTS (
      SELECT 1 FROM event e
      WHERE e.log = NEW.log AND e.stream = NEW.stream AND e.version = NEW.voids
        AND e.sequence IN (SELECT q.sequence FROM quarantined q WHERE q.log = NEW.log)
    )
  );
  SELECT RAISE(ABORT, 'an event of a project has its day') WHERE NEW.is_project AND NEW.effective_on IS NULL;
  SELECT RAISE(ABORT, 'no stream is called so')
  WHERE NEW.version = 1 AND substr(NEW.stream, instr(NEW.stream, '/')) NOT GLOB
    '/[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]';
  SELECT RAISE(ABORT, 'nothing of this kind is called so')
  WHERE NOT EXISTS (
    SELECT 1 FROM event_type
    WHERE name = NEW.body ->> '$.type' AND kind = substr(NEW.stream, 1, instr(NEW.stream, '/') - 1)
  );
  SELECT CASE
    WHEN NEW.law < (SELECT law FROM event WHERE log = NEW.log AND stream = NEW.stream ORDER BY version DESC LIMIT 1)
      THEN RAISE(ABORT, 'within a stream the law never falls')
    ELSE RAISE(ABORT, 'the event does not follow the last one of its stream')
  END
  WHERE CASE NEW.version
    WHEN 1 THEN NEW.from_node IS NOT 'none' OR EXISTS (SELECT 1 FROM event WHERE log = NEW.log AND stream = NEW.stream)
    ELSE (NEW.version - 1, NEW.from_node, 1) IS NOT (
      SELECT version, to_node, law <= NEW.law FROM event
      WHERE log = NEW.log AND stream = NEW.stream ORDER BY version DESC LIMIT 1
    )
  END;
  -- the step that stands last is told by the last step or void, so nothing is ever walked back over
  SELECT CASE
    WHEN NEW.voids IS NOT (
      SELECT stands FROM event INDEXED BY event_stands
      WHERE log = NEW.log AND stream = NEW.stream AND stands IS NOT NULL ORDER BY version DESC LIMIT 1
    ) OR NEW.to_node IS NOT (
      -- where the step came from, unless it is in quarantine and said something else
      SELECT to_node FROM event INDEXED BY event_stands
      WHERE log = NEW.log AND stream = NEW.stream AND version < NEW.voids AND stands IS NOT NULL
      ORDER BY version DESC LIMIT 1
    ) THEN RAISE(ABORT, 'only the last standing step can be voided, and it leads back to where it came from')
    WHEN NEW.stands IS NOT (
      SELECT stands FROM event INDEXED BY event_stands
      WHERE log = NEW.log AND stream = NEW.stream AND version < NEW.voids AND stands IS NOT NULL
      ORDER BY version DESC LIMIT 1
    ) THEN RAISE(ABORT, 'a void names the step that stands again')
  END
  WHERE NEW.verb = 'void';
  -- The step before is the one that stood when this one was recorded. The step after was recorded next after this one stood
  -- last: on its own record, or on the last void that gave it back. A day is shifted by nothing, for
  -- else an older SQLite takes 31 September as it stands.
  SELECT CASE
    WHEN NOT EXISTS (
      SELECT 1 FROM event
      WHERE log = NEW.log AND stream = NEW.stream AND version = NEW.redates AND stands = version
    ) OR EXISTS (
      SELECT 1 FROM event INDEXED BY event_voids WHERE log = NEW.log AND stream = NEW.stream AND voids = NEW.redates
    ) THEN RAISE(ABORT, 'only a standing step is given another date')
    WHEN given IS NULL OR date(given, '+0 days') IS NOT given OR given < (
      SELECT since FROM dated WHERE log = NEW.log AND stream = NEW.stream AND version = (
        SELECT stands FROM event INDEXED BY event_stands
        WHERE log = NEW.log AND stream = NEW.stream AND version < NEW.redates AND stands IS NOT NULL
        ORDER BY version DESC LIMIT 1
      )
    ) OR given > (
      SELECT since FROM dated WHERE log = NEW.log AND stream = NEW.stream AND version = (
        SELECT stands FROM event INDEXED BY event_stands
        WHERE log = NEW.log AND stream = NEW.stream AND stands IS NOT NULL AND version > (
          SELECT coalesce(max(version), NEW.redates) FROM event INDEXED BY event_stood
          WHERE log = NEW.log AND stream = NEW.stream AND stands = NEW.redates AND voids IS NOT NULL
        )
        ORDER BY version LIMIT 1
      )
    ) THEN RAISE(ABORT, 'a step keeps its date between those of the steps before and after it')
    WHEN NEW.redates = 1 AND EXISTS (
      SELECT 1 FROM event f
      WHERE f.log = NEW.log AND f.stream = NEW.stream AND f.is_project AND f.said IS NULL AND given > f.effective_on
        AND NOT EXISTS (SELECT 1 FROM quarantined q WHERE q.log = f.log AND q.sequence = f.sequence)
        AND NOT EXISTS (
          SELECT 1 FROM event v INDEXED BY event_voids_fact
          WHERE v.log = f.log AND v.stream = f.stream AND v.voids_fact = f.version
            AND NOT EXISTS (SELECT 1 FROM quarantined q WHERE q.log = v.log AND q.sequence = v.sequence)
        )
    ) THEN RAISE(ABORT, 'nothing stands before the planning')
  END
  FROM (SELECT NEW.body ->> '$.data.redated_to' AS given)
  WHERE NEW.is_project AND NEW.said IN ('redate', 'correct');
  SELECT RAISE(ABORT, 'a step rests either on its evidence or on the ledger that it was imported from')
  WHERE NEW.stands = NEW.version AND NEW.version > 1
    AND (json_type(NEW.body, '$.data.evidence') IS 'object') IS (json_type(NEW.body, '$.data.provenance') IS 'object');
  -- the standing steps are imported ones and then live ones, so the last one tells
  SELECT RAISE(ABORT, 'history is imported before the first live step')
  WHERE NEW.stands = NEW.version AND NEW.version > 1 AND NEW.body -> '$.data.provenance' IS NOT NULL AND (
    SELECT body -> '$.data.evidence' FROM event
    WHERE log = NEW.log AND stream = NEW.stream AND version = (
      SELECT stands FROM event INDEXED BY event_stands
      WHERE log = NEW.log AND stream = NEW.stream AND stands IS NOT NULL ORDER BY version DESC LIMIT 1
    )
  ) IS NOT NULL;
  SELECT RAISE(ABORT, 'a correction names a version by a whole number')
  WHERE NEW.is_project AND NEW.said IN ('void', 'redate', 'correct', 'void_fact') AND EXISTS (
    SELECT 1 FROM json_each(NEW.body, '$.data') WHERE type <> 'integer' AND key IN (
      'voids_version', 'restores_version', 'redates_version', 'corrects_version', 'voids_fact_version'
    )
  );
  SELECT RAISE(ABORT, 'only a standing fact is voided as a fact')
  WHERE NEW.is_project AND NEW.said = 'void_fact' AND (
    NOT EXISTS (
      SELECT 1 FROM event f
      WHERE f.log = NEW.log AND f.stream = NEW.stream AND f.version = NEW.voids_fact AND f.is_project AND f.said IS NULL
        AND NOT EXISTS (SELECT 1 FROM quarantined q WHERE q.log = f.log AND q.sequence = f.sequence)
    ) OR EXISTS (
      SELECT 1 FROM event v INDEXED BY event_voids_fact
      WHERE v.log = NEW.log AND v.stream = NEW.stream AND v.voids_fact = NEW.voids_fact
        AND NOT EXISTS (SELECT 1 FROM quarantined q WHERE q.log = v.log AND q.sequence = v.sequence)
    )
  );
END;
CREATE TRIGGER event_numbered AFTER INSERT ON event WHEN NEW.row < 1 BEGIN SELECT RAISE(ABORT, 'a row has a number from 1'); END;
CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'a log is append-only'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'a log is append-only'); END;

-- What every project is now. Version, stage, the stage it stalled in and the day it entered come from its events, by
-- trigger; the other columns are the crate's to write in the same transaction.
CREATE TABLE current (
  log INTEGER NOT NULL,
  project TEXT NOT NULL,
  version INTEGER NOT NULL,
  stage TEXT NOT NULL,
  stalled_at TEXT,
  since TEXT NOT NULL,
  library TEXT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  code TEXT,
  zone TEXT NOT NULL,
  officer TEXT,
  total_minor INTEGER,
  total_currency TEXT,
  invested TEXT,
  schedule TEXT,
  owed TEXT,
  paused_since TEXT,
  noted_on TEXT,
  next_due TEXT,
  PRIMARY KEY (log, project)
) STRICT, WITHOUT ROWID;

CREATE INDEX current_stage ON current (log, stage, project);
CREATE INDEX current_zone ON current (log, zone, project);
CREATE INDEX current_zone_stage ON current (log, zone, stage, project);
CREATE INDEX current_officer ON current (log, officer, project) WHERE officer IS NOT NULL;
CREATE INDEX current_officer_due ON current (log, officer, next_due, project) WHERE officer IS NOT NULL AND next_due IS NOT NULL;
CREATE INDEX current_due ON current (log, next_due, project) WHERE next_due IS NOT NULL;
CREATE INDEX current_zone_due ON current (log, zone, next_due, project) WHERE next_due IS NOT NULL;
CREATE INDEX current_name ON current (log, name_key, project);
CREATE INDEX current_code ON current (log, code, project) WHERE code IS NOT NULL;

-- The day on which a project had entered its stage when a step or a void was recorded: that of the step that stands last
-- after it.
CREATE VIEW entered AS
SELECT e.log, e.stream, e.version, (
  SELECT d.since FROM dated d WHERE d.log = e.log AND d.stream = e.stream AND d.version = e.stands
) AS since
FROM event e INDEXED BY event_stands
WHERE e.stands IS NOT NULL;

CREATE TRIGGER event_inserted AFTER INSERT ON event WHEN NEW.is_project AND NEW.version = 1 BEGIN
  INSERT INTO current (log, project, version, stage, since, name, name_key, kind, zone)
  VALUES (
    NEW.log, substr(NEW.stream, 9), NEW.version, NEW.to_node, NEW.effective_on,
    NEW.body ->> '$.data.profile.name', substr(NEW.body ->> '$.data.profile.name', 1, 64),
    NEW.body ->> '$.data.profile.kind', NEW.body ->> '$.data.profile.zone'
  );
  -- `INSERT OR IGNORE` of the record would reach into here
  SELECT RAISE(ABORT, 'a project has name, kind and zone')
  WHERE NOT EXISTS (SELECT 1 FROM current WHERE log = NEW.log AND project = substr(NEW.stream, 9));
END;
CREATE TRIGGER event_noted AFTER INSERT ON event WHEN NEW.is_project AND NEW.version > 1 AND NEW.verb = 'fact' AND NEW.redates IS NULL BEGIN
  UPDATE current SET version = NEW.version WHERE log = NEW.log AND project = substr(NEW.stream, 9);
END;
CREATE TRIGGER event_followed AFTER INSERT ON event WHEN NEW.is_project AND NEW.version > 1 AND (NEW.verb <> 'fact' OR NEW.redates IS NOT NULL) BEGIN
  UPDATE current SET
    version = NEW.version,
    stage = CASE WHEN substr(NEW.to_node, 1, 7) = 'zombie:' THEN 'zombie' ELSE NEW.to_node END,
    stalled_at = CASE WHEN substr(NEW.to_node, 1, 7) = 'zombie:' THEN substr(NEW.to_node, 8) END,
    since = CASE
      WHEN NEW.stands = NEW.version THEN NEW.effective_on
      WHEN NEW.voids IS NULL AND NEW.redates IS NULL THEN since
      ELSE (SELECT e.since FROM entered e WHERE e.log = NEW.log AND e.stream = NEW.stream ORDER BY e.version DESC LIMIT 1)
    END
  WHERE log = NEW.log AND project = substr(NEW.stream, 9);
END;
CREATE TRIGGER current_insert BEFORE INSERT ON current BEGIN
  SELECT RAISE(ABORT, 'the project is listed already')
  WHERE EXISTS (SELECT 1 FROM current WHERE log = NEW.log AND project = NEW.project);
  SELECT RAISE(ABORT, 'stage, since and version come from the events')
  WHERE NOT EXISTS (
    SELECT 1 FROM (
      SELECT version, to_node FROM event
      WHERE log = NEW.log AND stream = 'project/' || NEW.project ORDER BY version DESC LIMIT 1
    ) WHERE version = NEW.version AND to_node = NEW.stage || coalesce(':' || NEW.stalled_at, '')
        AND instr(NEW.stage, ':') = 0
  ) OR NEW.since IS NOT (
    SELECT e.since FROM entered e
    WHERE e.log = NEW.log AND e.stream = 'project/' || NEW.project ORDER BY e.version DESC LIMIT 1
  );
END;
CREATE TRIGGER current_update BEFORE UPDATE OF log, project, version, stage, stalled_at, since ON current BEGIN
  SELECT RAISE(ABORT, 'a project keeps its id')
  WHERE NEW.log IS NOT OLD.log OR NEW.project IS NOT OLD.project;
  SELECT RAISE(ABORT, 'stage, since and version come from the events')
  WHERE NOT EXISTS (
    SELECT 1 FROM (
      SELECT version, to_node FROM event
      WHERE log = NEW.log AND stream = 'project/' || NEW.project ORDER BY version DESC LIMIT 1
    ) WHERE version = NEW.version AND to_node = NEW.stage || coalesce(':' || NEW.stalled_at, '')
        AND instr(NEW.stage, ':') = 0
  );
  SELECT RAISE(ABORT, 'stage, since and version come from the events')
  WHERE NEW.since IS NOT OLD.since AND NEW.since IS NOT (
    SELECT e.since FROM entered e
    WHERE e.log = NEW.log AND e.stream = 'project/' || NEW.project ORDER BY e.version DESC LIMIT 1
  );
END;
CREATE TRIGGER current_delete BEFORE DELETE ON current BEGIN
  SELECT RAISE(ABORT, 'a project that has events stays listed')
  -- without its planning nothing of a project is left but what undoes its steps
  WHERE NOT EXISTS (
    SELECT 1 FROM event WHERE log = OLD.log AND stream = 'project/' || OLD.project AND version = 1
      AND sequence IN (SELECT q.sequence FROM quarantined q WHERE q.log = OLD.log)
  );
END;

-- How far the consumers of a log have come, with the leaf of the record that they have done with last.
CREATE TABLE cursor (
  log INTEGER NOT NULL REFERENCES log (id),
  consumer TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  leaf BLOB,
  PRIMARY KEY (log, consumer)
) STRICT, WITHOUT ROWID;
