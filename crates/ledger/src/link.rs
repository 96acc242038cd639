use crate::{Error, Ledger, Result};
use rusqlite::{Connection, params};
use schema::{Id, Link};

impl Ledger {
    /// Writes down what the linker found. A link that is there is replaced.
    ///
    /// Links are no entries: they can be derived again at any time.
    ///
    /// # Errors
    /// If the file cannot be written; then none was.
    pub fn add_links(&mut self, links: &[Link]) -> Result<()> {
        self.write_links(links, false)
    }

    /// Puts `links` in the place of all that were there.
    ///
    /// # Errors
    /// If the file cannot be written; then everything is as before.
    pub fn replace_links(&mut self, links: &[Link]) -> Result<()> {
        self.write_links(links, true)
    }

    /// Takes all links out.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn clear_links(&mut self) -> Result<()> {
        self.write_links(&[], true)
    }

    /// The links of a document or of a claim, in either direction.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn links_of(&self, id: &Id) -> Result<Vec<Link>> {
        self.links_where("WHERE from_id = ?1 OR to_id = ?1", id.as_str())
    }

    /// All links between documents.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn document_links(&self) -> Result<Vec<Link>> {
        self.links_where("WHERE from_id GLOB ?1", "d:*")
    }

    /// All links between claims.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn claim_links(&self) -> Result<Vec<Link>> {
        self.links_where("WHERE from_id GLOB ?1", "c:*")
    }

    /// Keeps what the linker needs of a document, in the linker's own JSON.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn put_sketches(&mut self, sketches: &[(Id, String)]) -> Result<()> {
        let path = self.path.clone();
        let told = |error| Error::told(&path, error);
        let step = self.begin()?;
        for (document, json) in sketches {
            step.prepare_cached("INSERT OR REPLACE INTO sketch (document, json) VALUES (?1, ?2)")
                .and_then(|mut insert| insert.execute([document.as_str(), json]))
                .map_err(told)?;
        }
        step.commit().map_err(told)
    }

    /// What the linker kept of each document, by document.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn sketches(&self) -> Result<Vec<(Id, String)>> {
        self.rows("SELECT document, json FROM sketch ORDER BY document", [], |row| {
            Ok((Id::parse(&row.get::<_, String>(0)?), row.get(1)?))
        })
    }

    /// What the linker kept of one document, if it was put here.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn sketch(&self, document: &Id) -> Result<Option<String>> {
        self.one("SELECT json FROM sketch WHERE document = ?1", document.as_str())
    }

    fn links_where(&self, which: &str, value: &str) -> Result<Vec<Link>> {
        let sql = format!("SELECT json FROM link {which} ORDER BY relation, from_id, to_id");
        let rows: Vec<String> = self.rows(&sql, [value], |row| row.get(0))?;
        rows.iter().map(|json| self.parsed(json)).collect()
    }

    fn write_links(&mut self, links: &[Link], instead: bool) -> Result<()> {
        let path = self.path.clone();
        let told = |error| Error::told(&path, error);
        let step = self.begin()?;
        if instead {
            step.execute("DELETE FROM link", []).map_err(told)?;
        }
        for link in links {
            insert(&step, link).map_err(told)?;
        }
        step.commit().map_err(told)
    }
}

fn insert(db: &Connection, link: &Link) -> rusqlite::Result<()> {
    let json = serde_json::to_value(link).map_err(crate::entry::unreadable)?;
    let relation = json.get("relation").and_then(|word| word.as_str()).unwrap_or_default();
    db.prepare_cached(
        "INSERT OR REPLACE INTO link (relation, from_id, to_id, probability, direction, rule, json)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        relation,
        link.from.as_str(),
        link.to.as_str(),
        link.probability,
        link.direction,
        link.rule,
        json.to_string(),
    ])?;
    Ok(())
}
