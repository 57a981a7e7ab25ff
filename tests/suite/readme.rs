//! The documentation is true: README's commands run, its tables list what the schema has, and
//! `docs/cli.md` is what `--help` prints.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Run, command, copy, project, run_of};
use zhengsou::schema::Schema;

/// What rewrites `docs/cli.md`.
const REWRITE: &str = "ZHENGSOU_UPDATE_DOCS=1 cargo test --test suite readme";
/// Flags that filter by the document's date: two fields of the schema stand behind them.
const DATE_FILTERS: [&str; 3] = ["from", "to", "year"];

fn readme() -> String {
    fs::read_to_string(project().join("README.md")).expect("README.md is there")
}

#[test]
fn the_command_line_reference_is_current() {
    let path = project().join("docs/cli.md");
    let current = command_line_reference();
    if env::var_os("ZHENGSOU_UPDATE_DOCS").is_some() {
        fs::create_dir_all(path.parent().expect("docs/cli.md has a folder")).unwrap();
        fs::write(&path, &current).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    // A checkout may have turned the line ends.
    let first = written
        .lines()
        .zip(current.lines())
        .position(|(a, b)| a != b);
    assert!(
        written.lines().eq(current.lines()),
        "docs/cli.md is not what --help prints (line {}); this rewrites it: {REWRITE}",
        first.unwrap_or(written.lines().count().min(current.lines().count())) + 1
    );
}

fn command_line_reference() -> String {
    let program = help(None);
    let mut text = format!(
        "# Command line\n\n\
         Written from `--help` by a test; do not edit. After a change of the help:\n\
         `{REWRITE}`\n\n\
         ## zhengsou\n\n```text\n{program}```\n"
    );
    for name in subcommands(&program) {
        let help = help(Some(&name));
        text.push_str(&format!("\n## zhengsou {name}\n\n```text\n{help}```\n"));
    }
    text
}

/// Returns the long help, in English, a hundred columns wide, whatever the terminal.
fn help(subcommand: Option<&str>) -> String {
    let mut command = command();
    let output = command
        .args(subcommand)
        .arg("--help")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the binary was built");
    let run = run_of(output);
    assert_eq!(run.code, 0, "{}", run.err);
    let lines = run.out.lines().map(|line| format!("{}\n", line.trim_end()));
    lines.collect()
}

/// Returns the names under `Commands:`, without `help`.
fn subcommands(help: &str) -> Vec<String> {
    let names: Vec<String> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect();
    assert!(names.len() > 3, "{names:?}");
    names
}

#[test]
fn tables_list_what_the_schema_has() {
    let schema = Schema::get();
    let columns = schema.columns.iter().map(|column| column.name.clone());
    let filters = schema
        .fields
        .iter()
        .filter_map(|field| field.filter.as_deref())
        .chain(DATE_FILTERS)
        .map(|flag| format!("--{flag}"));
    let facets = schema.facets().map(|facet| facet.replace('_', "-"));
    let dates = ["date", "date:month"].map(str::to_owned);
    check_tables("columns", &columns.collect::<Vec<_>>());
    check_tables("filters", &filters.collect::<Vec<_>>());
    check_tables("facets", &facets.chain(dates).collect::<Vec<_>>());
}

/// Compares every list that `<!-- NAME -->` announces: English and Chinese.
fn check_tables(name: &str, expected: &[String]) {
    let readme = readme();
    let marker = format!("<!-- {name} -->\n");
    let mut lists = readme.split(&marker).skip(1).peekable();
    assert!(lists.peek().is_some(), "README.md has no {marker}");
    for list in lists {
        assert_eq!(listed(list), expected, "README.md, {marker}");
    }
}

/// Returns the first `` `name` `` of every row of a table, or all names of a paragraph.
fn listed(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
    let names = |line: &str| -> Vec<String> {
        let quoted = line.split('`').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    };
    if lines.first().is_some_and(|line| line.starts_with('|')) {
        let rows = lines.iter().skip(2);
        rows.filter_map(|row| names(row).into_iter().next())
            .collect()
    } else {
        lines.iter().flat_map(|line| names(line)).collect()
    }
}

#[test]
fn commands_run_on_the_sample() {
    let folder = tempfile::tempdir().unwrap();
    copy(
        &project().join("corpus_sample"),
        &folder.path().join("corpus_sample"),
    );
    let readme = readme();
    let commands = commands(&readme);
    assert!(commands.len() > 20, "{} commands", commands.len());
    for line in commands {
        let expected = i32::from(line.contains("# exit 1"));
        let run = shell(line, folder.path());
        assert_eq!(run.code, expected, "README.md: {line}\n{}", run.err);
    }
}

/// Returns the lines of `sh` blocks that run in the sample's folder, in their order.
fn commands(readme: &str) -> Vec<&str> {
    let blocks = readme.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    let runs = |line: &&str| {
        [
            "zhengsou ",
            "cargo run --release -- ",
            "touch ",
            "mkdir ",
            "printf ",
        ]
        .iter()
        .any(|start| line.starts_with(start))
    };
    lines.filter(runs).collect()
}

/// Runs a line as a reader would type it.
fn shell(line: &str, folder: &Path) -> Run {
    let line = line.replace("cargo run --release --", "zhengsou");
    let program = PathBuf::from(env!("CARGO_BIN_EXE_zhengsou"));
    let mut path = vec![program.parent().expect("an absolute path").to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    // Everything but the program is as `command` sets it.
    let mut shell = std::process::Command::new("sh");
    for (name, value) in command().get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let output = shell
        .args(["-c", &line])
        .env("PATH", env::join_paths(path).expect("PATH was one"))
        .current_dir(folder)
        .output()
        .expect("there is a shell");
    run_of(output)
}
