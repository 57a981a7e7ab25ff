//! Holds the layers: a module of `src/` uses strictly lower layers only, never a sibling.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// The layers, top first; names in one row are siblings.
const LAYERS: [&[&str]; 8] = [
    &["main"],
    &["cli", "web"],
    &["export", "stats"],
    &["indexer", "search"],
    &["ingest", "engine"],
    &["analysis"],
    &["lexicon", "schema", "tabular"],
    &["model"],
];

/// Crates that only some modules may see.
const CONFINED: [(&str, &[&str]); 6] = [
    ("tantivy", &["engine"]),
    ("clap", &["cli", "main"]),
    ("scraper", &["ingest"]),
    ("quick_xml", &["ingest"]),
    ("cfb", &["ingest"]),
    ("anyhow", &["cli", "web", "main"]),
];

#[test]
fn every_module_uses_lower_layers_only() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&source, &mut files);
    assert!(
        files.len() > 10,
        "the source tree is at {}",
        source.display()
    );
    let mut violations = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&source).expect("collected below src");
        let relative = relative.to_string_lossy().replace('\\', "/");
        let code = fs::read_to_string(&file).expect("sources are readable UTF-8");
        violations.extend(check(&relative, &code));
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn a_bad_import_is_caught() {
    let bad = [
        ("ingest/read/mod.rs", "use crate::engine::Record;", "engine"),
        (
            "engine/mod.rs",
            "use crate::{model::Document, ingest};",
            "ingest",
        ),
        (
            "search/plan.rs",
            "fn f() { crate::indexer::run() }",
            "indexer",
        ),
        (
            "model/text.rs",
            "use super::super::analysis::fold;",
            "analysis",
        ),
        ("model/mod.rs", "    use super::lexicon::rows;", "lexicon"),
        (
            "lexicon/mod.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::schema::FIELDS;\n}",
            "schema",
        ),
        (
            "export/row.rs",
            "use crate::{\n    model,\n    stats::{Count, Trend},\n};",
            "stats",
        ),
        ("ingest/mod.rs", "use tantivy::Index;", "tantivy"),
        ("indexer/mod.rs", "#[derive(clap::Parser)]", "clap"),
        ("unheard_of/mod.rs", "", "unheard_of"),
    ];
    for (file, code, name) in bad {
        let violations = check(file, code);
        assert_eq!(violations.len(), 1, "{file}: {code}: {violations:?}");
        assert!(violations[0].contains(name), "{violations:?}");
    }
}

#[test]
fn good_imports_pass() {
    let good = [
        (
            "ingest/read/mod.rs",
            "use crate::ingest::read::text;\nuse crate::model::{Issue, Span};",
        ),
        (
            "cli/mod.rs",
            "use crate::{export::row, model, search::{self, plan}};",
        ),
        (
            "engine/embedded/mod.rs",
            "use super::super::engine::Record;\nuse tantivy::Index;",
        ),
        (
            "model/text.rs",
            "//! see `crate::search`\nuse super::document::RuleId; // crate::cli",
        ),
        ("lib.rs", "pub mod cli;"),
        ("main.rs", "fn main() { zhengsou::cli::main() }"),
    ];
    for (file, code) in good {
        assert_eq!(check(file, code), Vec::<String>::new(), "{file}");
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("source folders are readable")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

/// Returns what a source file (path below `src/`) uses against the rules.
fn check(file: &str, code: &str) -> Vec<String> {
    let module = file
        .split('/')
        .next()
        .unwrap_or(file)
        .trim_end_matches(".rs");
    if module == "lib" {
        return Vec::new();
    }
    let Some(own) = layer(module) else {
        return vec![format!("{file}: module {module} is in no layer")];
    };
    let code = without_comments(code);
    let mut violations = Vec::new();
    for used in used_modules(file, &code) {
        let is_lower = layer(&used).is_some_and(|layer| layer > own);
        if used != module && layer(&used).is_some() && !is_lower {
            violations.push(format!("{file}: {module} must not use {used}"));
        }
    }
    for (name, users) in CONFINED {
        let is_used = Regex::new(&format!(r"\b{name}::")).is_ok_and(|found| found.is_match(&code));
        if is_used && !users.contains(&module) {
            violations.push(format!("{file}: {module} must not use the crate {name}"));
        }
    }
    violations.sort();
    violations.dedup();
    violations
}

/// The layer's row; larger is lower.
fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

fn without_comments(code: &str) -> String {
    code.lines()
        .map(|line| line.find("//").map_or(line, |at| &line[..at]))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Top-level modules named by `crate::…`, `crate::{…}` and chains of `super::` that reach the top.
fn used_modules(file: &str, code: &str) -> Vec<String> {
    static USE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(crate|(?:super\s*::\s*)*super)\s*::\s*(\{|[a-z_]\w*)").expect("constant")
    });
    let depth = file.split('/').count() - usize::from(file.ends_with("mod.rs"));
    let mut used = Vec::new();
    for found in USE.captures_iter(code) {
        // A chain within an inline module may be one longer.
        let climbs = found[1].matches("super").count();
        if found[1].starts_with("super") && climbs < depth {
            continue;
        }
        if &found[2] == "{" {
            let end = found.get(0).map_or(0, |all| all.end());
            used.extend(group_heads(&code[end..]));
        } else {
            used.push(found[2].to_owned());
        }
    }
    used
}

/// The first names of the members of a `{…}` group, its opening brace already read.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut heads = vec![String::new()];
    let mut is_head = true;
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(String::new());
                is_head = true;
            }
            ':' => is_head = is_head && depth > 0,
            _ if is_head && depth == 0 && (character.is_alphanumeric() || character == '_') => {
                if let Some(head) = heads.last_mut() {
                    head.push(character);
                }
            }
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}
