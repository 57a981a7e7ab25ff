//! Any text as a query over a small index: answered, or refused with a message.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use zhengsou::engine::embedded::EmbeddedBackend;
use zhengsou::indexer::{self, Silent};
use zhengsou::model::Sort;
use zhengsou::search::{Matching, Question, Search, describe, parse};

static BACKEND: LazyLock<EmbeddedBackend> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("zhengsou-fuzz-{}", std::process::id()));
    let archive = folder.join("archive");
    std::fs::create_dir_all(&archive).expect("a temporary folder");
    let text = "湖北省人民政府关于推进一区多园的通知\n鄂政发〔2020〕7号\n各市、州人民政府：\n推进高新区建设，实行一区七园、一区12园。园区按年考核；分园另行公布。\n";
    std::fs::write(archive.join("a.txt"), text).expect("a temporary file");
    let options = indexer::Options {
        archives: vec![archive],
        index: folder.join("index"),
        threads: 1,
        memory_bytes: indexer::MEMORY_BYTES,
        rebuild: false,
        ingest: zhengsou::ingest::Options::default(),
    };
    indexer::index(&options, &Silent).expect("a small index");
    EmbeddedBackend::open(&options.index).expect("a small index")
});

fuzz_target!(|text: &str| {
    let Ok(query) = parse::parse(text, &*BACKEND) else {
        return;
    };
    // A query described is the same query, and can be asked.
    let described = describe::query(&query);
    let query = parse::parse(&described, &*BACKEND).expect("a described query can be read");
    for matching in [Matching::Exact, Matching::AllWords, Matching::AnyWord] {
        let question = Question {
            query: query.clone(),
            filters: Vec::new(),
            sort: Sort::Relevance,
            matching,
            min_confidence: None,
        };
        let mut search = Search::run(&*BACKEND, &question).expect("the index is whole");
        search.rerank(&question).expect("the index is whole");
        for hit in search.hits() {
            for passage in hit.expect("the index is whole").passages {
                for span in passage.spans {
                    let _ = &passage.text[span.range()];
                }
            }
        }
    }
});
