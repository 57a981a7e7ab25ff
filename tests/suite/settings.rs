//! The configuration file and the environment, through the real program.

use std::fs;

use crate::program::{command, project, run_of};

#[test]
fn flags_win_over_variables_and_these_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    for (archive, word) in [("a", "甲园"), ("b", "乙园"), ("c", "丙园")] {
        fs::create_dir(folder.path().join(archive)).unwrap();
        write(
            &format!("{archive}/1.txt"),
            &format!("关于建设{word}的通知\n\n各单位：\n现就建设{word}通知如下。\n"),
        );
    }
    write(
        "config.toml",
        "in = \"a\"\nlang = \"zh\"\nsynonyms = \"s.tsv\"\n",
    );
    write("s.tsv", "子园\t甲园\n");
    let run = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = command();
        command
            .current_dir(folder.path())
            .env("ZHENGSOU_CONFIG", folder.path().join("config.toml"))
            .envs(variables.iter().copied())
            .args(arguments);
        run_of(command.output().unwrap())
    };
    let count = |variables: &[(&str, &str)], arguments: &[&str]| {
        let query = ["search", "--count", "--rows", "document"];
        run(variables, &[&query, arguments].concat()).out
    };
    assert_eq!(count(&[], &["甲园"]), "1\n");
    assert_eq!(count(&[("ZHENGSOU_IN", "b")], &["乙园"]), "1\n");
    assert_eq!(
        count(&[("ZHENGSOU_IN", "b")], &["丙园", "--in", "c"]),
        "1\n"
    );
    // What is set for synonyms is used only where synonyms are asked for.
    assert_eq!(count(&[], &["子园"]), "0\n");
    assert_eq!(count(&[], &["子园", "--synonyms"]), "1\n");
    assert_eq!(run(&[], &["documents"]).code, 0);
    let chinese = run(&[], &["--help"]).out;
    assert!(chinese.contains("存放自备词表"), "{chinese}");
    assert!(
        run(&[("ZHENGSOU_LANG", "en")], &["--help"])
            .out
            .contains("Usage")
    );

    write("config.toml", "in = \"a\"\nwhat = \"b\"\n");
    let refused = run(&[], &["search", "甲园"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("no setting what"), "{}", refused.err);
    assert!(refused.err.contains("in, index, lang"), "{}", refused.err);
    assert_eq!(run(&[], &["--help"]).code, 0);
}

/// A place that can be opened from the terminal; nothing of it in a pipe.
#[test]
fn a_coloured_hit_links_to_its_file() {
    let archive = project().join("corpus_sample");
    let run = |color: &str| {
        let mut command = command();
        command.args([
            "search",
            "一区多园",
            "--color",
            color,
            "--limit",
            "1",
            "--in",
        ]);
        run_of(command.arg(&archive).output().unwrap()).out
    };
    let linked = run("always");
    assert!(linked.contains("\u{1b}]8;;file:///"), "{linked}");
    assert!(linked.contains("\u{1b}]8;;\u{1b}\\"), "{linked}");
    assert!(!run("never").contains('\u{1b}'));
    assert!(!run("auto").contains('\u{1b}'));
}
