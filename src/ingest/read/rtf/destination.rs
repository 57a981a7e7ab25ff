//! Where the text of an RTF group goes, and the code pages it may be in.
//!
//! In: control words. Out: destinations, encodings. Not its job: reading groups.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
};

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// Into the document.
    Text,
    /// A text box of its own.
    Box,
    /// A footnote or endnote.
    Note,
    /// Names of fonts.
    Fonts,
    /// A property of the file.
    Property(&'static str),
    /// The list of properties.
    Information,
    /// Nowhere.
    Skipped,
}

/// Returns the destination that a control word begins.
pub(super) fn of(word: &str) -> Option<Destination> {
    Some(match word {
        "fonttbl" => Destination::Fonts,
        "info" => Destination::Information,
        "title" => Destination::Property("title"),
        "author" => Destination::Property("creator"),
        "subject" => Destination::Property("subject"),
        "keywords" => Destination::Property("keywords"),
        "company" => Destination::Property("company"),
        "shptxt" => Destination::Box,
        "footnote" => Destination::Note,
        // Text within these belongs to the document, though they may be marked as optional.
        "shpinst" | "fldrslt" | "listtext" | "pntext" | "shp" | "field" | "ud" | "upr"
        | "nestrow" | "bkmkstart" | "bkmkend" => return passed(word),
        "colortbl" | "stylesheet" | "pict" | "objdata" | "objclass" | "header" | "headerl"
        | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf" | "ftnsep"
        | "ftnsepc" | "aftnsep" | "aftnsepc" | "ftncn" | "aftncn" | "listtable"
        | "listoverridetable" | "rsidtbl" | "generator" | "themedata" | "colorschememapping"
        | "datastore" | "latentstyles" | "xmlnstbl" | "pgdsctbl" | "filetbl" | "revtbl"
        | "nonshppict" | "fldinst" | "sp" | "sn" | "sv" | "annotation" | "atnid" | "atnauthor"
        | "atndate" | "nonesttables" | "creatim" | "revtim" | "printim" | "buptim" | "operator"
        | "doccomm" | "falt" | "panose" | "pnseclvl" | "template" | "shprslt" | "do"
        | "mmathPr" | "xe" | "tc" | "tcn" | "rxe" | "txe" => Destination::Skipped,
        _ => return None,
    })
}

/// Bookmarks' names are no text; the rest goes where it stands.
fn passed(word: &str) -> Option<Destination> {
    match word {
        "bkmkstart" | "bkmkend" => Some(Destination::Skipped),
        _ => Some(Destination::Text),
    }
}

/// The encoding of a Windows code page.
pub(super) fn code_page(number: Option<i32>) -> Option<&'static Encoding> {
    Some(match number? {
        936 | 54936 => GBK,
        950 => BIG5,
        932 => SHIFT_JIS,
        949 => EUC_KR,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 => WINDOWS_1252,
        65001 => UTF_8,
        _ => return None,
    })
}

/// The encoding of a font's character set.
pub(super) fn charset(number: Option<i32>) -> Option<&'static Encoding> {
    Some(match number? {
        134 => GBK,
        136 => BIG5,
        128 => SHIFT_JIS,
        129 => EUC_KR,
        238 => WINDOWS_1250,
        204 => WINDOWS_1251,
        0 => WINDOWS_1252,
        _ => return None,
    })
}
