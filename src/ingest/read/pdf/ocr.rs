//! Pages that are pictures → text.
//!
//! In: a PDF's bytes, the number of a page, [`Limits`]. Out: the text that `tesseract` recognises in
//! the picture that `pdftoppm` makes of it; which pages hold pictures as large as pages. Not its
//! job: which pages are asked for.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::ingest::read::Limits;
use crate::ingest::read::program::{self, Answer};
use crate::ingest::read::reading::Gap;

const RENDERER: &str = "pdftoppm";
const RECOGNISER: &str = "tesseract";
const LISTER: &str = "pdfimages";
/// The language that is recognised: simplified Chinese, which brings Latin letters and digits.
const LANGUAGE: &str = "chi_sim";
/// The long side of a page's picture (pixels): A4 at 300 to the inch, which `tesseract` is made for.
const LONG_SIDE: &str = "3508";
/// Pictures of a page with fewer pixels than this together are stamps and ornaments: a page scanned
/// at 72 to the inch has 500,000.
const LEAST_PIXELS: u64 = 350_000;

/// Returns whether the programs and the language are there; they are looked for once.
pub(super) fn has_programs() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let limits = Limits::default();
        let languages = program::run(RECOGNISER, &["--list-langs"], b"", &limits);
        // Older versions list on their error stream.
        let has_language = languages.is_ok_and(|answer| {
            let listed = String::from_utf8_lossy(&answer.output).into_owned() + &answer.errors;
            listed.lines().any(|line| line.trim() == LANGUAGE)
        });
        has_language && program::run(RENDERER, &["-v"], b"", &limits).is_ok()
    })
}

/// Recognises the text of a page, counted from 1.
///
/// # Errors
/// The gap that the page leaves.
pub(super) fn page(bytes: &[u8], number: usize, limits: &Limits) -> Result<String, Gap> {
    let number = number.to_string();
    let arguments = [
        "-gray",
        "-scale-to",
        LONG_SIDE,
        "-f",
        &number,
        "-l",
        &number,
    ];
    let picture = output(program::run(RENDERER, &arguments, bytes, limits))?;
    let arguments = [
        "stdin",
        "stdout",
        "-l",
        LANGUAGE,
        // It writes blanks between Chinese characters otherwise.
        "-c",
        "preserve_interword_spaces=1",
    ];
    let text = output(program::run(RECOGNISER, &arguments, &picture, limits))?;
    // It ends a page as `pdftotext` does.
    Ok(String::from_utf8_lossy(&text).replace('\u{c}', ""))
}

fn output(answer: std::io::Result<Answer>) -> Result<Vec<u8>, Gap> {
    let answer = answer.map_err(|_| Gap::unrecognised_page())?;
    match answer.outcome.limit() {
        Some(code) => Err(Gap::limit(code)),
        None if answer.outcome.is_success() => Ok(answer.output),
        None => Err(Gap::unrecognised_page()),
    }
}

/// Counts which of some pages, counted from 0, hold pictures as large as a page; none where the
/// program that lists them is not there.
pub(super) fn pictured(bytes: &[u8], pages: &[usize], limits: &Limits) -> usize {
    let (Some(first), Some(last)) = (pages.first(), pages.last()) else {
        return 0;
    };
    let (first, last) = ((first + 1).to_string(), (last + 1).to_string());
    let arguments = ["-list", "-f", &first, "-l", &last, "-"];
    let Ok(answer) = program::run(LISTER, &arguments, bytes, limits) else {
        return 0;
    };
    let pixels = pixels(&String::from_utf8_lossy(&answer.output));
    let sum = |at: &usize| pixels.get(&(at + 1)).copied().unwrap_or_default();
    pages.iter().filter(|at| sum(at) >= LEAST_PIXELS).count()
}

/// The pixels of the pictures on each page, of a list of `pdfimages`: page, number, type, width,
/// height …
fn pixels(list: &str) -> HashMap<usize, u64> {
    let mut pixels: HashMap<usize, u64> = HashMap::new();
    for line in list.lines() {
        let mut fields = line.split_whitespace();
        let page = fields.next().and_then(|field| field.parse().ok());
        let mut sides = fields.skip(2).map(str::parse::<u64>);
        if let (Some(page), Some(Ok(width)), Some(Ok(height))) = (page, sides.next(), sides.next())
        {
            let sum = pixels.entry(page).or_default();
            *sum = sum.saturating_add(width.saturating_mul(height));
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `pdfimages` 22.12 lists the pictures of a file.
    #[test]
    fn pictures_are_counted_by_page() {
        let list = "\
page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio
--------------------------------------------------------------------------------------------
   1     0 stencil   945   472  -       1   1  ccitt  no        46  0   600   600  647B 1.2%
   3     1 image    1169    16  gray    1   8  image  no       102  0   600   600 8968B 1.2%
   3     2 image    1169    16  gray    1   8  image  no       103  0   600   600 8968B 1.2%
";
        let found = pixels(list);
        assert_eq!(found, HashMap::from([(1, 945 * 472), (3, 2 * 1169 * 16)]));
        assert!(pixels("").is_empty());
    }
}
