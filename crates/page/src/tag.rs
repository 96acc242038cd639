//! The elements of HTML that matter to a reader, and how each behaves.

/// Its text stands by itself, as a browser would set it.
const BLOCK: u16 = 1;
/// It has no content and no end tag.
const VOID: u16 = 1 << 1;
/// It ends an open paragraph.
const ENDS_P: u16 = 1 << 2;
/// Nobody sees what is in it.
const HIDDEN: u16 = 1 << 3;
/// It may be closed across other elements: `<b><p></b>`.
const FORMATTING: u16 = 1 << 4;
/// "Special" in the standard: the end tag of an inline element does not reach past it.
const SPECIAL: u16 = 1 << 5;
/// End tags inside do not reach what is around it: a cell, a table.
const BARRIER: u16 = 1 << 6;
/// It may stand in `<head>` without ending it.
const IN_HEAD: u16 = 1 << 7;
/// White space between its children means nothing.
const LOOSE: u16 = 1 << 8;
/// A headline of some level.
const HEADING: u16 = 1 << 9;

macro_rules! tags {
    ($($tag:ident $name:literal $behaviour:expr;)*) => {
        /// The tag of a node; `Other` for elements that the standard does not know.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Tag { $($tag,)* Document, Text, Other }

        impl Tag {
            /// How many there are.
            pub const COUNT: usize = Self::Other as usize + 1;

            /// The element with this name, in lower case.
            pub fn of(name: &str) -> Self {
                match name { $($name => Self::$tag,)* _ => Self::Other }
            }

            /// Its name; nothing for what is no element or has a name of its own.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$tag => $name,)* _ => "" }
            }

            const fn behaviour(self) -> u16 {
                match self { $(Self::$tag => $behaviour,)* _ => 0 }
            }
        }
    };
}

tags! {
    A "a" FORMATTING;
    Abbr "abbr" 0;
    Address "address" BLOCK | ENDS_P | SPECIAL;
    Area "area" VOID | SPECIAL;
    Article "article" BLOCK | ENDS_P | SPECIAL;
    Aside "aside" BLOCK | ENDS_P | SPECIAL;
    Audio "audio" 0;
    B "b" FORMATTING;
    Base "base" VOID | IN_HEAD | SPECIAL;
    Big "big" FORMATTING;
    Blockquote "blockquote" BLOCK | ENDS_P | SPECIAL;
    Body "body" BLOCK | SPECIAL;
    Br "br" VOID | SPECIAL;
    Button "button" BLOCK | SPECIAL;
    Canvas "canvas" 0;
    Caption "caption" BLOCK | SPECIAL | BARRIER;
    Center "center" BLOCK | ENDS_P | SPECIAL;
    Cite "cite" 0;
    Code "code" FORMATTING;
    Col "col" VOID | SPECIAL;
    Colgroup "colgroup" SPECIAL | LOOSE;
    Datalist "datalist" HIDDEN;
    Dd "dd" BLOCK | ENDS_P | SPECIAL;
    Del "del" 0;
    Details "details" BLOCK | ENDS_P | SPECIAL;
    Dialog "dialog" BLOCK | ENDS_P | SPECIAL;
    Div "div" BLOCK | ENDS_P | SPECIAL;
    Dl "dl" BLOCK | ENDS_P | SPECIAL | LOOSE;
    Dt "dt" BLOCK | ENDS_P | SPECIAL;
    Em "em" FORMATTING;
    Embed "embed" VOID | SPECIAL;
    Fieldset "fieldset" BLOCK | ENDS_P | SPECIAL;
    Figcaption "figcaption" BLOCK | ENDS_P | SPECIAL;
    Figure "figure" BLOCK | ENDS_P | SPECIAL;
    Font "font" FORMATTING;
    Footer "footer" BLOCK | ENDS_P | SPECIAL;
    Form "form" BLOCK | ENDS_P | SPECIAL;
    H1 "h1" BLOCK | ENDS_P | SPECIAL | HEADING;
    H2 "h2" BLOCK | ENDS_P | SPECIAL | HEADING;
    H3 "h3" BLOCK | ENDS_P | SPECIAL | HEADING;
    H4 "h4" BLOCK | ENDS_P | SPECIAL | HEADING;
    H5 "h5" BLOCK | ENDS_P | SPECIAL | HEADING;
    H6 "h6" BLOCK | ENDS_P | SPECIAL | HEADING;
    Head "head" HIDDEN | SPECIAL | LOOSE;
    Header "header" BLOCK | ENDS_P | SPECIAL;
    Hgroup "hgroup" BLOCK | ENDS_P | SPECIAL;
    Hr "hr" BLOCK | VOID | ENDS_P | SPECIAL;
    Html "html" BLOCK | SPECIAL | LOOSE;
    I "i" FORMATTING;
    Iframe "iframe" HIDDEN | SPECIAL;
    Img "img" VOID | SPECIAL;
    Input "input" VOID | SPECIAL;
    Ins "ins" 0;
    Kbd "kbd" 0;
    Label "label" 0;
    Legend "legend" BLOCK;
    Li "li" BLOCK | ENDS_P | SPECIAL;
    Link "link" VOID | IN_HEAD | SPECIAL;
    Main "main" BLOCK | ENDS_P | SPECIAL;
    Mark "mark" 0;
    Math "math" HIDDEN;
    Menu "menu" BLOCK | ENDS_P | SPECIAL | LOOSE;
    Meta "meta" VOID | IN_HEAD | SPECIAL;
    Nav "nav" BLOCK | ENDS_P | SPECIAL;
    Noscript "noscript" HIDDEN | IN_HEAD | SPECIAL;
    Object "object" HIDDEN | SPECIAL | BARRIER;
    Ol "ol" BLOCK | ENDS_P | SPECIAL | LOOSE;
    Optgroup "optgroup" HIDDEN;
    Option "option" BLOCK;
    P "p" BLOCK | ENDS_P | SPECIAL;
    Param "param" VOID | SPECIAL;
    Picture "picture" 0;
    Pre "pre" BLOCK | ENDS_P | SPECIAL;
    Q "q" 0;
    S "s" FORMATTING;
    Script "script" HIDDEN | IN_HEAD | SPECIAL;
    Section "section" BLOCK | ENDS_P | SPECIAL;
    Select "select" HIDDEN | SPECIAL;
    Small "small" FORMATTING;
    Source "source" VOID | SPECIAL;
    Span "span" 0;
    Strike "strike" FORMATTING;
    Strong "strong" FORMATTING;
    Style "style" HIDDEN | IN_HEAD | SPECIAL;
    Sub "sub" 0;
    Summary "summary" BLOCK | ENDS_P | SPECIAL;
    Sup "sup" 0;
    Svg "svg" HIDDEN;
    Table "table" BLOCK | ENDS_P | SPECIAL | BARRIER | LOOSE;
    Tbody "tbody" BLOCK | SPECIAL | LOOSE;
    Td "td" BLOCK | SPECIAL | BARRIER;
    Template "template" HIDDEN | IN_HEAD | SPECIAL | BARRIER;
    Textarea "textarea" HIDDEN | SPECIAL;
    Tfoot "tfoot" BLOCK | SPECIAL | LOOSE;
    Th "th" BLOCK | SPECIAL | BARRIER;
    Thead "thead" BLOCK | SPECIAL | LOOSE;
    Time "time" 0;
    Title "title" HIDDEN | IN_HEAD | SPECIAL;
    Tr "tr" BLOCK | SPECIAL | LOOSE;
    Track "track" VOID | SPECIAL;
    Tt "tt" FORMATTING;
    U "u" FORMATTING;
    Ul "ul" BLOCK | ENDS_P | SPECIAL | LOOSE;
    Video "video" 0;
    Wbr "wbr" VOID;
}

impl Tag {
    const fn does(self, what: u16) -> bool {
        self.behaviour() & what != 0
    }
    pub const fn is_block(self) -> bool {
        self.does(BLOCK)
    }
    pub const fn is_void(self) -> bool {
        self.does(VOID)
    }
    pub const fn is_hidden(self) -> bool {
        self.does(HIDDEN)
    }
    pub const fn is_heading(self) -> bool {
        self.does(HEADING)
    }
    pub const fn is_formatting(self) -> bool {
        self.does(FORMATTING)
    }
    pub const fn is_special(self) -> bool {
        self.does(SPECIAL)
    }
    pub const fn is_barrier(self) -> bool {
        self.does(BARRIER)
    }
    pub const fn ends_paragraph(self) -> bool {
        self.does(ENDS_P)
    }
    pub const fn stays_in_head(self) -> bool {
        self.does(IN_HEAD)
    }
    pub const fn is_loose(self) -> bool {
        self.does(LOOSE)
    }
    /// Whether it is one of the parts of a table.
    pub const fn is_of_table(self) -> bool {
        matches!(
            self,
            Self::Table
                | Self::Tbody
                | Self::Thead
                | Self::Tfoot
                | Self::Tr
                | Self::Td
                | Self::Th
                | Self::Caption
        )
    }
}
