//! The tables, version by version. A step is never changed once a release has it.

/// The version of the tables that this program writes.
pub const VERSION: u32 = STEPS.len() as u32;

/// What marks a SQLite file as a ledger of Selon: `SELN`.
pub(crate) const APPLICATION: i32 = 0x5345_4c4e;

/// Step *n* brings a ledger of version *n* to version *n* + 1.
pub(crate) const STEPS: &[&str] = &[ENTRIES, LINKS, VISITS, SITES, CARRIERS];

/// What is written down for good, and what is derived from it.
const ENTRIES: &str = "
CREATE TABLE entry (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    actor   TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('reading', 'review', 'forget')),
    subject TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE INDEX entry_subject ON entry (subject, seq);

CREATE TABLE page (
    sha256    TEXT PRIMARY KEY,
    size      INTEGER NOT NULL,
    retrieved TEXT,
    added     TEXT NOT NULL,
    deflated  BLOB NOT NULL
);

-- Holds a row only while a page is being forgotten.
CREATE TABLE forgetting (subject TEXT PRIMARY KEY);

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries of a ledger are never deleted'); END;
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
WHEN NOT (NEW.payload = '{}' AND NEW.seq = OLD.seq AND NEW.at = OLD.at AND NEW.actor = OLD.actor
    AND NEW.kind = OLD.kind AND NEW.subject = OLD.subject
    AND EXISTS (SELECT 1 FROM forgetting WHERE subject = OLD.subject))
BEGIN SELECT RAISE(ABORT, 'entries of a ledger are never changed'); END;
-- INSERT OR REPLACE deletes without any trigger of DELETE.
CREATE TRIGGER entry_is_never_replaced BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'entries of a ledger are never changed'); END;
CREATE TRIGGER page_is_never_replaced BEFORE INSERT ON page
WHEN EXISTS (SELECT 1 FROM page WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'pages of a ledger are never changed'); END;
CREATE TRIGGER page_is_never_changed BEFORE UPDATE ON page
BEGIN SELECT RAISE(ABORT, 'pages of a ledger are never changed'); END;
CREATE TRIGGER page_is_never_deleted BEFORE DELETE ON page
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE subject = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'pages of a ledger are never deleted'); END;

CREATE TABLE tombstone (
    sha256    TEXT PRIMARY KEY,
    documents TEXT NOT NULL,
    at        TEXT NOT NULL,
    actor     TEXT NOT NULL
);

CREATE TABLE document (
    id            TEXT PRIMARY KEY,
    page          TEXT NOT NULL,
    seq           INTEGER NOT NULL,
    first_seq     INTEGER NOT NULL,
    address       TEXT,
    superseded_by TEXT,
    url           TEXT,
    whence        TEXT,
    outlet        TEXT,
    language      TEXT,
    title         TEXT,
    published     TEXT,
    modified      TEXT,
    retrieved     TEXT,
    added         TEXT NOT NULL,
    engine        TEXT NOT NULL,
    knowledge     TEXT NOT NULL,
    text          TEXT NOT NULL,
    json          TEXT NOT NULL,
    rest          TEXT NOT NULL
);
CREATE INDEX document_page ON document (page);
CREATE INDEX document_address ON document (address);

CREATE TABLE claim (
    row          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,
    document     TEXT NOT NULL,
    position     INTEGER NOT NULL,
    sentence     INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    stance       TEXT NOT NULL,
    polarity     TEXT NOT NULL,
    speaker_type TEXT NOT NULL,
    rule         TEXT NOT NULL,
    confidence   REAL NOT NULL,
    words        TEXT NOT NULL,
    normalised   TEXT NOT NULL,
    speaker      TEXT NOT NULL,
    outlet       TEXT NOT NULL,
    place        TEXT NOT NULL,
    json         TEXT NOT NULL
);
CREATE UNIQUE INDEX claim_id ON claim (id);
CREATE INDEX claim_document ON claim (document, position);

CREATE TABLE figure (
    claim       TEXT NOT NULL,
    document    TEXT NOT NULL,
    position    INTEGER NOT NULL,
    text        TEXT NOT NULL,
    value       REAL,
    low         REAL,
    high        REAL,
    unit        TEXT NOT NULL,
    unit_family TEXT NOT NULL,
    predicate   TEXT,
    place       TEXT,
    as_of       TEXT
);
CREATE INDEX figure_claim ON figure (claim);
CREATE INDEX figure_document ON figure (document);
CREATE INDEX figure_slot ON figure (unit_family, place, predicate);

CREATE TABLE review (
    seq      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL,
    verdict  TEXT NOT NULL,
    at       TEXT NOT NULL,
    by       TEXT,
    page     TEXT NOT NULL,
    attached TEXT,
    json     TEXT NOT NULL
);
CREATE INDEX review_page ON review (page);
CREATE INDEX review_attached ON review (attached);

CREATE VIRTUAL TABLE claim_words USING fts5 (
    words, normalised, speaker, outlet, place,
    content = 'claim', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO claim_words (claim_words, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER claim_is_indexed AFTER INSERT ON claim BEGIN
    INSERT INTO claim_words (rowid, words, normalised, speaker, outlet, place)
    VALUES (NEW.row, NEW.words, NEW.normalised, NEW.speaker, NEW.outlet, NEW.place);
END;
CREATE TRIGGER claim_leaves_the_index AFTER DELETE ON claim BEGIN
    INSERT INTO claim_words (claim_words, rowid, words, normalised, speaker, outlet, place)
    VALUES ('delete', OLD.row, OLD.words, OLD.normalised, OLD.speaker, OLD.outlet, OLD.place);
END;
";

/// What the linker keeps for each document, and what it found between two.
const LINKS: &str = "
CREATE TABLE sketch (
    document TEXT PRIMARY KEY,
    json     TEXT NOT NULL
);
CREATE TABLE link (
    relation    TEXT NOT NULL,
    from_id     TEXT NOT NULL,
    to_id       TEXT NOT NULL,
    probability REAL NOT NULL,
    direction   REAL NOT NULL,
    rule        TEXT NOT NULL,
    json        TEXT NOT NULL,
    PRIMARY KEY (relation, from_id, to_id)
);
CREATE INDEX link_from ON link (from_id);
CREATE INDEX link_to ON link (to_id);
";

/// What is remembered of sites, so as not to ask twice for the same bytes.
const VISITS: &str = "
CREATE TABLE visit (
    address       TEXT PRIMARY KEY,
    at            TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    page          TEXT NOT NULL
);
CREATE INDEX visit_page ON visit (page);
";

/// Which blocks stand on which pages of a site.
const SITES: &str = "
CREATE TABLE site (
    document TEXT PRIMARY KEY,
    host     TEXT
);
CREATE INDEX site_host ON site (host);
CREATE TABLE site_block (
    host     TEXT NOT NULL,
    block    TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (host, block, document)
) WITHOUT ROWID;
CREATE INDEX site_block_document ON site_block (document);
";

/// What tells a document from others of the same bytes.
const CARRIERS: &str = "
ALTER TABLE document ADD COLUMN carrier TEXT NOT NULL DEFAULT '';
";
