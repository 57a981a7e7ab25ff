//! A text in which every character knows whether it is the document's or noise.
//!
//! Operators insert labelled noise, exchange characters one for one (the label stays), delete, and
//! break or glue lines; what was clean and what was not stays exact through all of them.

/// The kinds of noise that are told apart in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    AnnotationA1,
    AnnotationA2,
    AnnotationA3,
    AnnotationB,
    AnnotationC,
    AnnotationW,
    AnnotationWide,
    Spam,
    SpamInline,
    Brand,
    Navigation,
    Tools,
    SourceLine,
    Copyright,
    Disclaimer,
    Editor,
    Related,
    Promotion,
    Library,
    Wrapper,
    Preview,
    KeyValues,
    RepeatedTitle,
    Injected,
    Punctuation,
    ByteDamage,
}

impl Class {
    /// All classes, in the report's order.
    pub(crate) const ALL: [Self; 26] = [
        Self::AnnotationA1,
        Self::AnnotationA2,
        Self::AnnotationA3,
        Self::AnnotationB,
        Self::AnnotationC,
        Self::AnnotationW,
        Self::AnnotationWide,
        Self::Spam,
        Self::SpamInline,
        Self::Brand,
        Self::Navigation,
        Self::Tools,
        Self::SourceLine,
        Self::Copyright,
        Self::Disclaimer,
        Self::Editor,
        Self::Related,
        Self::Promotion,
        Self::Library,
        Self::Wrapper,
        Self::Preview,
        Self::KeyValues,
        Self::RepeatedTitle,
        Self::Injected,
        Self::Punctuation,
        Self::ByteDamage,
    ];

    /// Returns the name in the report.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AnnotationA1 => "annotation A1",
            Self::AnnotationA2 => "annotation A2",
            Self::AnnotationA3 => "annotation A3",
            Self::AnnotationB => "annotation B",
            Self::AnnotationC => "annotation C",
            Self::AnnotationW => "annotation W",
            Self::AnnotationWide => "annotation full-width",
            Self::Spam => "spam line",
            Self::SpamInline => "spam in a sentence",
            Self::Brand => "brand",
            Self::Navigation => "navigation",
            Self::Tools => "tools",
            Self::SourceLine => "source line",
            Self::Copyright => "copyright",
            Self::Disclaimer => "disclaimer",
            Self::Editor => "editor",
            Self::Related => "related",
            Self::Promotion => "promotion",
            Self::Library => "document library",
            Self::Wrapper => "search wrapper",
            Self::Preview => "preview notice",
            Self::KeyValues => "key-value block",
            Self::RepeatedTitle => "repeated title",
            Self::Injected => "injected token",
            Self::Punctuation => "repeated mark",
            Self::ByteDamage => "byte damage",
        }
    }

    /// Whether it is a reading written behind a character or word.
    pub(crate) const fn is_annotation(self) -> bool {
        matches!(
            self,
            Self::AnnotationA1
                | Self::AnnotationA2
                | Self::AnnotationA3
                | Self::AnnotationB
                | Self::AnnotationC
                | Self::AnnotationW
                | Self::AnnotationWide
        )
    }

    /// Whether it comes in lines of its own that belong to the page.
    pub(crate) const fn is_furniture(self) -> bool {
        matches!(
            self,
            Self::Navigation
                | Self::Tools
                | Self::SourceLine
                | Self::Copyright
                | Self::Disclaimer
                | Self::Editor
                | Self::Related
                | Self::Promotion
                | Self::Library
                | Self::Wrapper
                | Self::Preview
        )
    }
}

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// Part of a document (its number within the file, from 0).
    Clean(u8),
    /// Put there by an operator.
    Noise(Class),
    /// Line ends, indents and spaces: neither kept nor lost counts.
    Layout,
}

/// Whether a paragraph begins at a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// Within a paragraph.
    Inside,
    /// One does, but nothing in the text shows it any more.
    Lost,
    /// One does.
    Paragraph,
}

/// One character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glyph {
    /// As it stands in the file.
    pub(crate) character: char,
    /// What it is in the simplified, undamaged text.
    pub(crate) origin: char,
    /// What it is.
    pub(crate) label: Label,
    /// Whether a paragraph begins here.
    pub(crate) start: Start,
    /// It belongs to a title that stands apart from its document.
    pub(crate) distant: bool,
}

impl Glyph {
    /// Returns a line end or space.
    pub(crate) const fn layout(character: char) -> Self {
        Self {
            character,
            origin: character,
            label: Label::Layout,
            start: Start::Inside,
            distant: false,
        }
    }

    /// Returns a character of noise.
    pub(crate) const fn noise(class: Class, character: char) -> Self {
        Self {
            label: Label::Noise(class),
            ..Self::layout(character)
        }
    }

    /// Returns a character of a document.
    pub(crate) const fn clean(document: u8, character: char) -> Self {
        Self {
            label: Label::Clean(document),
            ..Self::layout(character)
        }
    }

    /// Whether it is a document's.
    pub(crate) const fn is_clean(self) -> bool {
        matches!(self.label, Label::Clean(_))
    }

    /// Returns its document.
    pub(crate) const fn document(self) -> Option<u8> {
        match self.label {
            Label::Clean(document) => Some(document),
            _ => None,
        }
    }
}

/// A text of labelled characters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labelled {
    /// In order.
    pub(crate) glyphs: Vec<Glyph>,
}

impl Labelled {
    /// Returns the text as it stands in the file.
    pub(crate) fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.character).collect()
    }

    /// Appends noise; line ends within it are layout.
    pub(crate) fn push_noise(&mut self, class: Class, text: &str) {
        self.glyphs.extend(noise(class, text));
    }

    /// Appends a paragraph of a document, without line end.
    pub(crate) fn push_paragraph(&mut self, document: u8, text: &str) {
        let first = self.glyphs.len();
        for character in text.chars() {
            self.glyphs
                .push(if character == ' ' || character == '\u{3000}' {
                    Glyph::layout(character)
                } else {
                    Glyph::clean(document, character)
                });
        }
        let begin = self.glyphs[first..]
            .iter_mut()
            .find(|glyph| glyph.is_clean());
        if let Some(glyph) = begin {
            glyph.start = Start::Paragraph;
        }
    }

    /// Appends line ends.
    pub(crate) fn push_line_ends(&mut self, count: usize) {
        self.push_layout(&"\n".repeat(count));
    }

    /// Appends spaces or line ends.
    pub(crate) fn push_layout(&mut self, text: &str) {
        self.glyphs.extend(text.chars().map(Glyph::layout));
    }

    /// Returns the lines as ranges of glyphs, without their ends.
    pub(crate) fn lines(&self) -> Vec<std::ops::Range<usize>> {
        let mut lines = Vec::new();
        let mut start = 0;
        for (index, glyph) in self.glyphs.iter().enumerate() {
            if glyph.character == '\n' {
                lines.push(start..index);
                start = index + 1;
            }
        }
        lines.push(start..self.glyphs.len());
        lines
    }

    /// Rebuilds the text glyph by glyph.
    pub(crate) fn rebuild(&mut self, mut step: impl FnMut(&[Glyph], usize, &mut Vec<Glyph>)) {
        let mut out = Vec::with_capacity(self.glyphs.len() * 5 / 4);
        for index in 0..self.glyphs.len() {
            step(&self.glyphs, index, &mut out);
        }
        self.glyphs = out;
    }
}

/// Returns a string as noise.
pub(crate) fn noise(class: Class, text: &str) -> Vec<Glyph> {
    text.chars()
        .map(|character| {
            if character.is_whitespace() {
                Glyph::layout(character)
            } else {
                Glyph::noise(class, character)
            }
        })
        .collect()
}

/// Whether a character is a Chinese one.
pub(crate) const fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}
