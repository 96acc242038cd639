use crate::nesting;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::RefCell;

/// An HTML page as a flat list of nodes: no recursion, however deep it nests.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
}

/// One node, and where its parent and children are in the list.
#[derive(Debug)]
pub(crate) struct Node {
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    pub data: Data,
}

#[derive(Debug)]
pub(crate) enum Data {
    Document,
    Element { name: QualName, attributes: Vec<(String, String)> },
    Text(String),
    Other,
}

impl Tree {
    /// Reads `html` as a browser would.
    pub fn parse(html: &str) -> Self {
        nesting::parse(html)
    }

    /// The tag of an element; empty for anything else.
    pub fn tag(&self, node: usize) -> &str {
        match &self.nodes[node].data {
            Data::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, node: usize, wanted: &str) -> Option<&str> {
        match &self.nodes[node].data {
            Data::Element { attributes, .. } => {
                attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }

    /// Every node in the order of the page.
    pub fn walk(&self, from: usize) -> impl Iterator<Item = usize> + '_ {
        let mut stack = vec![from];
        std::iter::from_fn(move || {
            let node = stack.pop()?;
            stack.extend(self.nodes[node].children.iter().rev());
            Some(node)
        })
    }

    /// The text below a node, spaces as they come.
    pub fn text(&self, from: usize) -> String {
        let mut text = String::new();
        for node in self.walk(from) {
            if let Data::Text(piece) = &self.nodes[node].data {
                text.push_str(piece);
            }
        }
        text
    }
}

/// Takes what the parser makes.
pub(crate) struct Sink {
    tree: RefCell<Tree>,
}

impl Default for Sink {
    fn default() -> Self {
        let document = Node { parent: None, children: Vec::new(), data: Data::Document };
        Self { tree: RefCell::new(Tree { nodes: vec![document] }) }
    }
}

/// The name of an element, kept apart from the tree that still grows.
#[derive(Debug)]
pub(crate) struct Name(QualName);

impl html5ever::interface::ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }
    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.tree.borrow().nodes.len()
    }

    fn add(&self, data: Data) -> usize {
        let mut tree = self.tree.borrow_mut();
        tree.nodes.push(Node { parent: None, children: Vec::new(), data });
        tree.nodes.len() - 1
    }

    fn detach(&self, child: usize) {
        let mut tree = self.tree.borrow_mut();
        if let Some(parent) = tree.nodes[child].parent.take()
            && let Some(at) = tree.nodes[parent].children.iter().rposition(|&node| node == child)
        {
            tree.nodes[parent].children.remove(at);
        }
    }

    fn insert(&self, parent: usize, at: Option<usize>, child: NodeOrText<usize>) {
        let node = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node);
                node
            }
            NodeOrText::AppendText(text) => {
                let mut tree = self.tree.borrow_mut();
                let before = match at {
                    None => tree.nodes[parent].children.last().copied(),
                    Some(at) => at.checked_sub(1).map(|at| tree.nodes[parent].children[at]),
                };
                if let Some(Data::Text(existing)) = before.map(|node| &mut tree.nodes[node].data) {
                    existing.push_str(&text);
                    return;
                }
                drop(tree);
                self.add(Data::Text(text.to_string()))
            }
        };
        if node == parent {
            return;
        }
        let mut tree = self.tree.borrow_mut();
        tree.nodes[node].parent = Some(parent);
        let children = &mut tree.nodes[parent].children;
        let at = at.unwrap_or(children.len()).min(children.len());
        children.insert(at, node);
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> usize {
        0
    }
    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        match &self.tree.borrow().nodes[*target].data {
            Data::Element { name, .. } => Name(name.clone()),
            _ => Name(QualName::new(None, ns!(html), local_name!(""))),
        }
    }
    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        let attributes = attributes
            .into_iter()
            .map(|a| (a.name.local.to_string(), a.value.to_string()))
            .collect();
        self.add(Data::Element { name, attributes })
    }
    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Data::Other)
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(Data::Other)
    }
    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.insert(*parent, None, child);
    }
    fn append_based_on_parent_node(
        &self,
        element: &usize,
        previous: &usize,
        child: NodeOrText<usize>,
    ) {
        if self.tree.borrow().nodes[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }
    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let parent = self.tree.borrow().nodes[*sibling].parent;
        let Some(parent) = parent else { return };
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(*node);
        }
        let at = self.tree.borrow().nodes[parent].children.iter().rposition(|node| node == sibling);
        self.insert(parent, at, child);
    }
    fn add_attrs_if_missing(&self, target: &usize, more: Vec<Attribute>) {
        if let Data::Element { attributes, .. } = &mut self.tree.borrow_mut().nodes[*target].data {
            // A second <html> or <body> adds a few; a page of them must not add millions.
            for attribute in more.into_iter().take(100_usize.saturating_sub(attributes.len())) {
                let name = attribute.name.local.to_string();
                if !attributes.iter().any(|(known, _)| *known == name) {
                    attributes.push((name, attribute.value.to_string()));
                }
            }
        }
    }
    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }
    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        if node == new_parent {
            return;
        }
        let mut tree = self.tree.borrow_mut();
        let children = std::mem::take(&mut tree.nodes[*node].children);
        for &child in &children {
            tree.nodes[child].parent = Some(*new_parent);
        }
        tree.nodes[*new_parent].children.extend(children);
    }
}
