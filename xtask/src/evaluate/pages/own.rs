//! The pages of `corpus/pages`, whose truth is inside them: `corpus/README.md` says how.

use super::{Kept, fold};
use crate::evaluate::floors::Scores;
use crate::told::{self, KEPT, Told};
use crate::train::pages::fold_of_name;
use anyhow::Result;
use page::chooser::Choosers;
use schema::Document;
use std::collections::BTreeMap;

/// Measures the pages, and prints a table by language: each page by the chooser of its
/// fold, or by the one that the program has, which has seen them all.
pub(crate) fn run(choosers: Option<&[Choosers]>, verbose: bool) -> Result<Scores> {
    let mut by_language: BTreeMap<String, Measured> = BTreeMap::new();
    let mut all = Measured::default();
    for told in told::all()? {
        let chooser = choosers.map_or(Choosers::shipped(), |all| &all[fold_of_name(&told.name)]);
        let document = page::open_with(&told.page, chooser).ok();
        let wrong = all.add(&told, document.as_ref());
        by_language.entry(told.truth.language.clone()).or_default().add(&told, document.as_ref());
        if verbose {
            println!("  {} {}", wrong[0], told.name);
            wrong[1..].iter().for_each(|it| println!("    {it}"));
        }
    }
    for (code, measured) in &by_language {
        measured.print(&format!("own pages, {code}"));
    }
    all.print("own pages");
    let scores = BTreeMap::from([
        ("body_f1".to_owned(), 100.0 * all.body.f1()),
        ("roles".to_owned(), percent(all.roles)),
        ("title".to_owned(), percent(all.title)),
        ("published".to_owned(), percent(all.published)),
        ("byline".to_owned(), percent(all.byline)),
    ]);
    Ok(BTreeMap::from([("pages.own".to_owned(), scores)]))
}

fn percent((right, of): (usize, usize)) -> f64 {
    100.0 * right as f64 / of.max(1) as f64
}

/// Counts of right and of all.
#[derive(Default)]
struct Measured {
    body: Kept,
    roles: (usize, usize),
    title: (usize, usize),
    published: (usize, usize),
    modified: (usize, usize),
    byline: (usize, usize),
    outlet: (usize, usize),
    kind: (usize, usize),
}

impl Measured {
    fn print(&self, name: &str) {
        self.body.print(name);
        let of = |name: &str, (right, of): (usize, usize)| format!("{name} {right}/{of}");
        let facts = [
            of("roles", self.roles),
            of("title", self.title),
            of("published", self.published),
            of("modified", self.modified),
            of("byline", self.byline),
            of("outlet", self.outlet),
            of("kind", self.kind),
        ];
        println!("  {}", facts.join("  "));
    }

    /// Adds a page; gives what is wrong about it, in words.
    fn add(&mut self, told: &Told, document: Option<&Document>) -> Vec<String> {
        let mut wrong = Vec::new();
        let wanted: Vec<&str> = told
            .roles
            .iter()
            .filter(|(role, _)| KEPT.contains(&role.as_str()))
            .map(|(_, words)| words.as_str())
            .collect();
        let kept = document.map(super::body).unwrap_or_default();
        let f1 = self.body.add(&fold(&kept), &fold(&wanted.join("\n")), 0);
        wrong.push(format!("{f1:.3}"));
        let Some(document) = document else { return wrong };
        // What nobody named, mostly hidden parts of a template, is not counted.
        let named =
            document.blocks.iter().zip(&told.roles).filter(|(_, (role, _))| !role.is_empty());
        for (block, (role, words)) in named {
            let found = schema::wire::word(&block.role);
            self.roles.1 += 1;
            self.roles.0 += usize::from(found == *role);
            let keeps = KEPT.contains(&role.as_str()) || role == "title";
            if found != *role || block.kept != keeps {
                let sign = if block.kept == keeps { ' ' } else { '!' };
                let head: String = words.chars().take(70).collect();
                wrong.push(format!("{sign} {found}, not {role} ({}): {head}", block.reason));
            }
        }
        let truth = &told.truth;
        let value = |found: &Option<schema::Found<String>>| {
            found.as_ref().map_or(String::new(), |found| found.value.clone())
        };
        let day = |date: &str| date.get(..10).unwrap_or(date).to_owned();
        let names = |names: &mut Vec<String>| {
            names.iter_mut().for_each(|name| *name = fold(name));
            names.sort();
            names.join(", ")
        };
        let wanted = |fact: &Option<String>| fact.clone().unwrap_or_default();
        let facts = [
            (&mut self.title, "title", fold(&value(&document.title)), fold(&wanted(&truth.title))),
            (
                &mut self.published,
                "published",
                day(&value(&document.published)),
                day(&wanted(&truth.published)),
            ),
            (
                &mut self.modified,
                "modified",
                day(&value(&document.modified)),
                day(&wanted(&truth.modified)),
            ),
            (
                &mut self.byline,
                "byline",
                names(&mut document.byline.iter().map(|it| it.found.value.clone()).collect()),
                names(&mut truth.byline.iter().map(|it| it.name.clone()).collect()),
            ),
            (
                &mut self.outlet,
                "outlet",
                fold(&value(&document.outlet)),
                fold(&wanted(&truth.outlet)),
            ),
            (&mut self.kind, "kind", schema::wire::word(&document.kind), truth.kind.clone()),
        ];
        for (count, name, found, wanted) in facts {
            // A front page and an error have no headline; what they are called is no matter.
            if name == "title" && wanted.is_empty() {
                continue;
            }
            count.1 += 1;
            count.0 += usize::from(found == wanted);
            if found != wanted {
                wrong.push(format!("{name}: {found}, not {wanted}"));
            }
        }
        wrong
    }
}
