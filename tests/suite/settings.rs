//! The configuration file and the environment, through the real program.

use std::fs;

use crate::program::{command, json_lines, project, run_of, zhengsou};

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

/// A second run without the flags of the first read everything anew, in another way.
#[test]
fn r0023_how_files_are_read_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    let rows = "甲,乙,丙\n关于建设云岭园区的通知,各镇：现就建设园区的有关事项通知如下。,第三列\n";
    fs::write(archive.join("rows.csv"), rows).unwrap();
    let archive = archive.to_str().unwrap();
    let index = format!("{archive}/.zhengsou");
    let map = ["--map", "title=甲,text=乙"];
    let run = |arguments: &[&str]| zhengsou(arguments);
    let first = run(&[&["index", archive, "--index", &index], &map[..]].concat());
    assert_eq!(first.code, 0, "{}", first.err);
    let texts = || {
        let told = [
            "documents",
            "--index",
            &index,
            "--format",
            "jsonl",
            "--text",
        ];
        let rows = json_lines(&run(&told).out);
        assert_eq!(rows.len(), 1);
        rows[0]["text"].as_str().unwrap().to_owned()
    };
    let text = texts();
    assert!(!text.contains("第三列"), "{text}");
    let again = run(&["index", archive, "--index", &index]);
    assert!(again.err.starts_with("files read: 0 "), "{}", again.err);
    let found = run(&["search", "第三列", "--in", archive]);
    assert_eq!(found.code, 1, "{} {}", found.out, found.err);
    assert_eq!(texts(), text);
    let rebuilt = run(&["index", archive, "--index", &index, "--rebuild"]);
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.err);
    assert_eq!(texts(), text);
    let other = ["--map", "title=甲,text=丙"];
    run(&[&["index", archive, "--index", &index], &other[..]].concat());
    assert!(texts().contains("第三列"));
    // What is not named stays; what is, can be taken back.
    run(&["index", archive, "--index", &index, "--no-split"]);
    assert!(texts().contains("第三列"));
    let told = || run(&["info", "--index", &index, "--json"]).out;
    let split = told();
    run(&[
        "index",
        archive,
        "--index",
        &index,
        "--keep-boilerplate=false",
    ]);
    assert_eq!(told(), split);
    run(&["index", archive, "--index", &index, "--no-split=false"]);
    assert_ne!(told(), split);
}
