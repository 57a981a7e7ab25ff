//! Writes SVG: the few shapes that the pictures need. Text is escaped.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use super::theme::{Color, Theme};

/// What viewers draw text with, the first they have: fonts with Chinese glyphs of the common
/// systems, then any.
const FONTS: &str = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC',\
                     'Microsoft YaHei','WenQuanYi Micro Hei',SimHei,sans-serif";

/// How large text is, in pixels.
pub(super) const SMALL: f64 = 12.0;
/// The title.
pub(super) const LARGE: f64 = 20.0;

/// Where a text stands beside its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A piece of text: where, how large, which colour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    pub(super) x: f64,
    /// The base line.
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) anchor: Anchor,
    pub(super) color: Color,
    pub(super) bold: bool,
    /// Degrees, clockwise, about the point.
    pub(super) turned: f64,
}

impl Text {
    /// Small text that begins at a point.
    pub(super) fn at(x: f64, y: f64, color: Color) -> Self {
        Self {
            x,
            y,
            size: SMALL,
            anchor: Anchor::Start,
            color,
            bold: false,
            turned: 0.0,
        }
    }

    pub(super) fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(super) fn sized(self, size: f64) -> Self {
        Self { size, ..self }
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A picture being drawn.
pub(super) struct Svg {
    body: String,
    width: f64,
    height: f64,
    theme: Theme,
}

impl Svg {
    pub(super) fn new(width: f64, theme: Theme) -> Self {
        Self {
            body: String::new(),
            width,
            height: 0.0,
            theme,
        }
    }

    pub(super) fn theme(&self) -> Theme {
        self.theme
    }

    /// Adds an element with a text that viewers show when it is pointed at.
    pub(super) fn rect(&mut self, rect: Rect, color: Color, tip: &str) {
        let Rect {
            x,
            y,
            width,
            height,
        } = rect;
        let color = color.hex();
        self.add(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             fill=\"{color}\"><title>{}</title></rect>",
            escape(tip)
        ));
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), color: Color) {
        let ((x1, y1), (x2, y2), color) = (from, to, color.hex());
        self.add(format_args!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{color}\"/>"
        ));
    }

    /// Adds a line through points, with a dot on each.
    pub(super) fn path(&mut self, points: &[(f64, f64)], color: Color) {
        let mut path = String::new();
        for (x, y) in points {
            let _ = write!(path, "{x:.1},{y:.1} ");
        }
        let color = color.hex();
        self.add(format_args!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>",
            path.trim_end()
        ));
        for (x, y) in points {
            self.add(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"{color}\"/>"
            ));
        }
    }

    pub(super) fn text(&mut self, text: Text, content: &str) {
        let anchor = match text.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (x, y, size, color) = (text.x, text.y, text.size, text.color.hex());
        let weight = if text.bold {
            " font-weight=\"bold\""
        } else {
            ""
        };
        let turned = match text.turned {
            0.0 => String::new(),
            degrees => format!(" transform=\"rotate({degrees:.0} {x:.1} {y:.1})\""),
        };
        self.add(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.0}\" text-anchor=\"{anchor}\" \
             fill=\"{color}\"{weight}{turned}>{}</text>",
            escape(content)
        ));
    }

    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(element);
        self.body.push('\n');
    }

    /// Sets how high the picture is.
    pub(super) fn set_height(&mut self, height: f64) {
        self.height = height;
    }

    /// Returns the whole picture, with a name for those who cannot see it.
    pub(super) fn finish(self, name: &str) -> String {
        let (width, height) = (self.width.ceil(), self.height.ceil());
        let (background, name) = (self.theme.background().hex(), escape(name));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\">\n\
             <title>{name}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{background}\"/>\n{}</svg>\n",
            self.body
        )
    }
}

/// Escapes text for XML 1.0 and leaves out what it cannot hold.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            character if character.is_control() => {}
            character => escaped.push(character),
        }
    }
    escaped
}

/// About how wide a text is: Chinese characters fill the square, others a little more than half.
pub(super) fn width_of(text: &str, size: f64) -> f64 {
    let wide = |character: char| character.width_cjk().unwrap_or_default() > 1;
    let widths = text.chars().map(|c| if wide(c) { 1.0 } else { 0.58 });
    widths.sum::<f64>() * size
}

/// Cuts a text that is wider than this, and says so by `…`.
pub(super) fn fit(text: &str, size: f64, width: f64) -> String {
    if width_of(text, size) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if width_of(&kept, size) > width - size {
            kept.pop();
            break;
        }
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(
            escape("a<b>&\"c'\u{0}\u{1b}\n政"),
            "a&lt;b&gt;&amp;&quot;c&#39; 政"
        );
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(fit("湖北省", 10.0, 30.0), "湖北省");
        assert_eq!(fit("新疆维吾尔自治区", 10.0, 45.0), "新疆维…");
    }
}
