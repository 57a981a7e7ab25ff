//! The char filter: any text → folded text, with the map back.
//!
//! Folding maps traditional and variant characters to simplified ones, full-width ASCII forms to
//! half-width ones, letters to lower case; it removes white space beside CJK characters and at line
//! ends, joins other white space to one space, and removes invisible characters. Line ends stay.
//! Folding is idempotent, and folding a piece gives that piece of the folding, but for characters
//! like 著 and 乾, whose form depends on the word, at the piece's edges (see [`fold_query`]).

use std::sync::LazyLock;

use crate::lexicon::script;
use crate::model::text::MappedTextBuilder;
use crate::model::{MappedText, Span};

/// Names this folding in the index manifest; raise it with every change of behaviour.
pub const VERSION: &str = "fold-2";

/// Folds a text.
#[must_use]
pub fn fold(text: &str) -> MappedText {
    fold_without(text, &[])
}

/// Folds a text as if `removed` (sorted, disjoint spans) were not there.
#[must_use]
pub fn fold_without(text: &str, removed: &[Span]) -> MappedText {
    let mut folder = Folder::after('\n', text.len());
    for piece in Span::new(0, text.len()).minus(removed) {
        folder.fold_piece(text, piece);
    }
    let mut folded = folder.out.finish();
    settle_contextual(&mut folded.text, &folder.contextual);
    folded
}

struct Folder {
    out: MappedTextBuilder,
    /// What stands before the first character: `\n` at a line's start.
    before: char,
    /// White space read and not yet decided on.
    space: Option<Span>,
    /// Where characters stand in `out` whose form depends on the word.
    contextual: Vec<usize>,
}

impl Folder {
    fn after(before: char, capacity: usize) -> Self {
        Self {
            out: MappedTextBuilder::with_capacity(capacity),
            before,
            space: None,
            contextual: Vec::new(),
        }
    }

    /// The character last written.
    fn previous(&self) -> char {
        self.out.text().chars().next_back().unwrap_or(self.before)
    }

    fn fold_piece(&mut self, text: &str, piece: Span) {
        let table: &[u16; 0x1_0000] = &TABLE;
        // A run of characters that fold to themselves is copied at once.
        let mut run = piece.start;
        for (offset, character) in text[piece.range()].char_indices() {
            let entry = table.get(character as usize).copied().unwrap_or(SLOW);
            if entry == PLAIN && self.space.is_none() {
                continue;
            }
            let at = piece.start + offset;
            self.out.keep(text, Span::new(run, at));
            run = at + character.len_utf8();
            if matches!(entry, 0x21..0x7f) && self.space.is_none() {
                // Full-width punctuation, mostly: one in eight characters of prose.
                let ascii = entry.to_le_bytes()[0];
                self.out.replace_with_ascii(Span::new(at, run), ascii);
                continue;
            }
            let folded = match entry {
                PLAIN => character,
                SLOW => fold_char(character),
                code => char::from_u32(code.into()).unwrap_or(character),
            };
            self.step(text, Span::new(at, run), character, folded);
        }
        self.out.keep(text, Span::new(run, piece.end));
    }

    fn step(&mut self, text: &str, span: Span, character: char, form: char) {
        let depends = form == script::DEPENDS;
        let folded = if depends { character } else { form };
        if folded == REMOVED {
            return;
        }
        if is_space(folded) {
            self.space = Some(
                self.space
                    .map_or(span, |open| Span::new(open.start, span.end)),
            );
            return;
        }
        if let Some(space) = self.space.take()
            && folded != '\n'
            && !is_cjk(folded)
            && self.previous() != '\n'
            && !is_cjk(self.previous())
        {
            if &text[space.range()] == " " {
                self.out.keep(text, space);
            } else {
                self.out.replace(space, " ");
            }
        }
        if depends {
            self.contextual.push(self.out.len());
        }
        if folded == character {
            self.out.keep(text, span);
        } else {
            let mut buffer = [0; 4];
            let encoded = folded.encode_utf8(&mut buffer);
            self.out.replace(span, encoded);
        }
    }
}

/// In [`TABLE`]: the character folds to itself, and is no space.
const PLAIN: u16 = 0xffff;
/// In [`TABLE`]: [`fold_char`] must be asked.
const SLOW: u16 = 0xfffe;

/// The folded form of every character of the basic plane.
static TABLE: LazyLock<Box<[u16; 0x1_0000]>> = LazyLock::new(|| {
    let mut table = Box::new([PLAIN; 0x1_0000]);
    // Every process pays for the table: of the Han characters only those that change are asked, and
    // scripts that are rare beside them are asked when they are met.
    table[0x590..0x2000].fill(SLOW);
    let others = ('\0'..'\u{590}').chain('\u{2000}'..'\u{3400}');
    let others = others.chain('\u{fe00}'..='\u{ffff}');
    for character in others.chain(script::changing().iter().copied()) {
        let folded = fold_char(character);
        if folded != character || is_space(character) || folded == REMOVED {
            let code = u16::try_from(folded as u32).ok();
            table[character as usize] = code.filter(|code| *code < SLOW).unwrap_or(SLOW);
        }
    }
    table
});

/// Stands for characters that folding removes.
const REMOVED: char = '\0';

fn fold_char(character: char) -> char {
    if ('\u{4e00}'..='\u{9fff}').contains(&character) {
        return script::form(character);
    }
    match character {
        'A'..='Z' => character.to_ascii_lowercase(),
        '\n' | ' '..='~' => character,
        '\u{ff21}'..='\u{ff3a}' => shifted(character, 0xfee0 - 0x20),
        '\u{ff01}'..='\u{ff5e}' => shifted(character, 0xfee0),
        '\u{3400}'.. => match character {
            '\u{feff}' => REMOVED,
            _ => script::simplified(character),
        },
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' => REMOVED,
        _ if is_space(character) => ' ',
        _ if character.is_control() => REMOVED,
        _ => lower(character),
    }
}

fn shifted(character: char, by: u32) -> char {
    char::from_u32(character as u32 - by).unwrap_or(character)
}

/// Lower case where that is one character.
fn lower(character: char) -> char {
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => character,
    }
}

/// Returns whether a character is white space other than a line end.
#[must_use]
pub fn is_space(character: char) -> bool {
    character != '\n' && character.is_whitespace()
}

/// Returns whether a folded character is Chinese writing: Han, CJK punctuation, kana, bopomofo.
/// White space beside such a character means nothing.
#[must_use]
pub fn is_cjk(character: char) -> bool {
    is_han(character) || matches!(character, '\u{3001}'..='\u{312f}' | '\u{ff5f}'..='\u{ff9f}')
}

/// Returns whether a character is a Han ideograph (〇 included).
#[must_use]
pub fn is_han(character: char) -> bool {
    matches!(character,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '\u{3007}')
}

/// Returns whether a character ends a sentence, in folded text or as it is displayed (DESIGN section
/// 6: 。！？；).
#[must_use]
pub fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '；' | '!' | '?' | ';')
}

/// Decides the characters at `places` by the words around them, from left to right. All their
/// forms have three bytes: no edit is needed.
fn settle_contextual(text: &mut String, places: &[usize]) {
    if places.is_empty() {
        return;
    }
    let mut settled = String::with_capacity(text.len());
    for at in places {
        settled.push_str(&text[settled.len()..*at]);
        let forms = forms_at(&settled, &text[*at..]);
        settled.extend(forms.first());
    }
    settled.push_str(&text[settled.len()..]);
    *text = settled;
}

/// The forms that the first character of `rest` may take behind `before`, most likely first.
fn forms_at(before: &str, rest: &str) -> Vec<char> {
    let Some(character) = rest.chars().next() else {
        return Vec::new();
    };
    match script::contextual(character) {
        Some(contextual) => contextual.forms(before, &rest[character.len_utf8()..]),
        None => vec![character],
    }
}

/// Folds a piece of text that a user searches for: all the forms it may have in folded text,
/// most likely first (more than one only where it begins or ends with a cut-off 著 or 乾).
///
/// With `literal`, a cut-off 著 is only itself: then a string cut from a folded text finds exactly
/// the texts that contain it.
#[must_use]
pub fn fold_query(text: &str, literal: bool) -> Vec<String> {
    let mut folder = Folder::after(EDGE, text.len());
    folder.fold_piece(text, Span::new(0, text.len()));
    if folder.space.take().is_some() && !is_cjk(folder.previous()) {
        folder.out.insert(" ");
    }
    let folded = folder.out.finish().text;
    let mut forms = vec![String::new()];
    let mut copied = 0;
    for at in folder.contextual {
        let character = folded[at..].chars().next().unwrap_or_default();
        let kept = &folded[copied..at];
        copied = at + character.len_utf8();
        forms = forms
            .iter()
            .flat_map(|form| {
                let before = format!("{form}{kept}");
                let mut choices = forms_at(&before, &folded[at..]);
                if literal && choices.contains(&character) {
                    choices = vec![character];
                }
                choices
                    .into_iter()
                    .map(move |choice| format!("{before}{choice}"))
            })
            .collect();
    }
    for form in &mut forms {
        form.push_str(&folded[copied..]);
    }
    forms
}

/// Stands before a query's first character: white space there is kept if a letter follows.
const EDGE: char = '\u{1}';

/// Returns the text in simplified script without invisible characters, everything else as it is
/// (for titles and names).
#[must_use]
pub fn simplify(text: &str) -> String {
    let mut simplified = String::with_capacity(text.len());
    let mut contextual = Vec::new();
    for character in text.chars() {
        match fold_char(character) {
            REMOVED => continue,
            script::DEPENDS => contextual.push(simplified.len()),
            _ => {}
        }
        simplified.push(script::simplified(character));
    }
    settle_contextual(&mut simplified, &contextual);
    simplified
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_has_every_character_that_changes() {
        for character in '\0'..='\u{ffff}' {
            let folded = fold_char(character);
            let is_plain = folded == character && !is_space(character) && folded != REMOVED;
            match TABLE[character as usize] {
                PLAIN => assert!(is_plain, "{character:?}"),
                SLOW => assert!(
                    ('\u{590}'..'\u{2000}').contains(&character) || folded > '\u{fffd}',
                    "{character:?}"
                ),
                code => assert_eq!(char::from_u32(code.into()), Some(folded), "{character:?}"),
            }
        }
    }

    #[test]
    fn folds_script_width_case_and_space() {
        let cases = [
            ("一區多園", "一区多园"),
            ("一 区　多 园", "一区多园"),
            ("ＧＤＰ增长（５％），Ａbc", "gdp增长(5%),abc"),
            ("new  york , 上海", "new york ,上海"),
            ("推进“ 一区多园 ”\n  建设 ", "推进“一区多园”\n建设"),
            ("髮展若幹體係製度", "发展若干体系制度"),
            (
                "著力推進，沿著顯著著名的乾縣",
                "着力推进,沿着显著著名的乾县",
            ),
            ("乾燥\u{200b}乾隆", "干燥乾隆"),
            ("計畫批覆，瞭解沈默", "计划批复,了解沉默"),
            ("双重覆盖、批覆盖章、沈阳", "双重覆盖、批覆盖章、沈阳"),
            ("a\t\tb", "a b"),
            ("甲\0乙\u{7}丙", "甲乙丙"),
            ("國發〔２０２０〕 7 號", "国发〔2020〕7号"),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text).text, folded);
        }
    }

    #[test]
    fn removed_spans_close_up() {
        let text = "一區(qū)多園 (x)";
        let removed = [Span::new("一區".len(), "一區(qū)".len())];
        let folded = fold_without(text, &removed);
        assert_eq!(folded.text, "一区多园(x)");
        let at = folded.text.find("区多").unwrap();
        let source = folded.map.to_parent(Span::new(at, at + "区多".len()));
        assert_eq!(&text[source.range()], "區(qū)多");
    }

    #[test]
    fn a_cut_off_contextual_character_has_two_forms_unless_literal() {
        assert_eq!(fold_query("沿著", false), ["沿着", "沿著"]);
        assert_eq!(fold_query("是著", true), ["是著"]);
        assert_eq!(fold_query("著名", false), ["著名"]);
        assert_eq!(fold_query("著力", false), ["着力", "著力"]); // 显著力…
        assert_eq!(fold_query(" abc", true), [" abc"]);
        assert_eq!(fold_query("gdp ", true), ["gdp "]);
    }

    /// OpenCC's own cases, where they are at hand. Two are missed on purpose: 一坏 for 一坯 would
    /// change 统一坏账, and 慰藉著 is left for 慰藉着.
    #[test]
    fn simplifies_the_open_cc_cases() {
        let folder = std::env::var_os("ZHENGSOU_DATA").map_or_else(
            || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
            std::path::PathBuf::from,
        );
        let file = folder.join("script_conversion/opencc_testcases.json");
        let Ok(json) = std::fs::read_to_string(&file) else {
            println!("SKIPPED: no OpenCC cases at {}", file.display());
            return;
        };
        let field = |line: &str, name: &str| {
            let value = line.trim().strip_prefix(name)?.trim_end_matches(',');
            serde_json::from_str::<String>(value.trim()).ok()
        };
        let (mut input, mut all, mut characters) = (String::new(), 0, 0);
        let (mut wrong, mut wrong_characters) = (Vec::new(), 0);
        for line in json.lines() {
            if let Some(value) = field(line, "\"input\":") {
                input = value;
            }
            let Some(expected) = field(line, "\"t2s\":") else {
                continue;
            };
            let found = simplify(&input);
            all += 1;
            characters += expected.chars().count();
            let pairs = found.chars().zip(expected.chars());
            wrong_characters += pairs.filter(|(found, expected)| found != expected).count();
            if found != expected {
                wrong.push((found, expected));
            }
        }
        println!(
            "OpenCC t2s: {} of {all} cases; {wrong_characters} of {characters} characters wrong: \
             {wrong:#?}",
            all - wrong.len()
        );
        assert!(all >= 55 && wrong.len() <= 2);
    }

    fn any_text() -> impl Strategy<Value = String> {
        let character = prop_oneof![
            4 => proptest::sample::select("一区區园園多著着名显顯力乾干县產发，。（）〔〕“” 　\n\tＡa1é１".chars().collect::<Vec<_>>()),
            1 => any::<char>(),
        ];
        proptest::collection::vec(character, 0..60).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in any_text()) {
            let once = fold(&text).text;
            prop_assert_eq!(&fold(&once).text, &once);
        }

        #[test]
        fn spans_map_inside_the_parent_on_character_boundaries(text in any_text()) {
            let folded = fold(&text);
            let bounds: Vec<usize> = folded.text.char_indices().map(|(at, _)| at).chain([folded.text.len()]).collect();
            let mut last = 0;
            for pair in bounds.windows(2) {
                let parent = folded.map.to_parent(Span::new(pair[0], pair[1]));
                prop_assert!(parent.end <= text.len() && parent.start >= last);
                prop_assert!(text.get(parent.range()).is_some());
                prop_assert!(!parent.is_empty());
                last = parent.start;
            }
        }

        #[test]
        fn a_piece_of_folded_text_folds_to_itself_when_literal(text in any_text(), from in 0usize..40, len in 1usize..12) {
            for line in fold(&text).text.lines() {
                let piece: String = line.chars().skip(from % 20).take(len).collect();
                if !piece.is_empty() {
                    prop_assert_eq!(fold_query(&piece, true), vec![piece.clone()]);
                }
            }
        }
    }
}
