//! Indexes that earlier versions of the program wrote: each opens, or is refused with what mends it.
//!
//! `tests/indexes/format-N` was written by the last version of that format, of the two files of
//! [`archive`]. A new format leaves its last index here.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{self, copy, project, zhengsou};

/// What the indexes were made of.
fn archive(folder: &Path) -> PathBuf {
    let archive = folder.join("archive");
    fs::create_dir(&archive).unwrap();
    let texts = [
        "云岭县人民政府关于推进园区整合的通知\n\n云岭政发〔2021〕7号\n\n各乡镇人民政府：\n\n现就园区整合有关事项通知如下。一区多园实行统一规划。\n\n云岭县人民政府\n2021年5月6日\n",
        "苍石市河道清淤工作方案\n\n为改善水环境，制定本方案。\n\n苍石市水利局\n2020年3月4日\n",
    ];
    for (text, name) in texts.iter().zip(["a.txt", "b.txt"]) {
        fs::write(archive.join(name), text).unwrap();
    }
    archive
}

#[test]
fn an_index_of_every_format_opens_or_is_refused_with_the_mend() {
    let kept = project().join("tests/indexes");
    let mut kept: Vec<PathBuf> = fs::read_dir(kept)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    kept.sort();
    assert!(!kept.is_empty());
    for kept in kept {
        let folder = tempfile::tempdir().unwrap();
        let archive = archive(folder.path());
        let index = folder.path().join("idx");
        copy(&kept, &index);
        let path = index.to_str().unwrap();
        let search = || zhengsou(&["search", "一区多园", "--index", path, "--count"]);
        let found = search();
        match found.code {
            0 => assert_eq!(found.out, "1\n"),
            code => {
                assert_eq!(code, 2, "{}", found.err);
                assert!(found.err.contains("--rebuild"), "{}", found.err);
            }
        }
        // Nothing is written over it unasked.
        let run = zhengsou(&["index", archive.to_str().unwrap(), "--index", path]);
        assert!(
            run.code == 0 || run.code == 2 && run.err.contains("--rebuild"),
            "{}",
            run.err
        );
        program::index(&archive, &index, &["--rebuild"]);
        let run = zhengsou(&["verify", "--index", path]);
        assert_eq!(run.code, 0, "{} {}", run.out, run.err);
        assert_eq!(search().out, "1\n");
    }
}
