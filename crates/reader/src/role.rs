//! Nouns for those who speak: `languages/<code>/roles.toml`.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// What sort of source a noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RoleKind {
    Person,
    Group,
    Government,
    Outlet,
    Unnamed,
    /// A text, which speaks for whoever wrote it: *statement*, *survey*.
    Writing,
}

/// A noun such as *commander*, *ministry* or *newspaper*.
#[derive(Debug, Deserialize)]
pub(crate) struct Role {
    pub noun: String,
    #[serde(default)]
    pub plural: Option<String>,
    pub kind: RoleKind,
    #[serde(default)]
    gender: Option<char>,
    /// A sentence in which the noun is the source.
    #[cfg_attr(not(test), allow(dead_code))]
    #[serde(default)]
    pub example: String,
}

impl Role {
    pub fn gender(&self) -> Option<char> {
        self.gender.filter(|gender| matches!(gender, 'm' | 'f'))
    }
    pub fn is_outlet(&self) -> bool {
        self.kind == RoleKind::Outlet
    }
}

#[derive(Deserialize)]
struct RoleFile {
    #[serde(default)]
    role: Vec<Role>,
}

/// The roles of one language by word form.
pub(crate) struct Roles {
    roles: Vec<Role>,
    forms: HashMap<String, (usize, bool)>,
}

impl Roles {
    pub fn of(code: &str) -> Option<&'static Self> {
        static ALL: OnceLock<BTreeMap<&'static str, Roles>> = OnceLock::new();
        let load = |code: &'static String| {
            let file: RoleFile = knowledge::load(&format!("languages/{code}/roles.toml"))?;
            let mut forms = HashMap::new();
            for (index, role) in file.role.iter().enumerate() {
                forms.insert(role.noun.clone(), (index, false));
                if let Some(plural) = role.plural.as_ref().filter(|plural| **plural != role.noun) {
                    forms.insert(plural.clone(), (index, true));
                }
            }
            Some((code.as_str(), Roles { roles: file.role, forms }))
        };
        ALL.get_or_init(|| knowledge::languages().iter().filter_map(load).collect()).get(code)
    }
    /// All entries, in the order of the file.
    #[cfg(test)]
    pub fn all(&self) -> &[Role] {
        &self.roles
    }

    pub fn get(&self, word: &str) -> Option<&Role> {
        self.forms.get(word).map(|&(index, _)| &self.roles[index])
    }
    pub fn is_plural(&self, word: &str) -> bool {
        self.forms.get(word).is_some_and(|&(_, plural)| plural)
    }
}
