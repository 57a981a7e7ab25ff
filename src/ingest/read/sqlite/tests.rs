use proptest::prelude::*;
use rusqlite::Connection;

use super::*;
use crate::ingest::read::tests::file;
use crate::model::{Issue, SourceText};

/// The bytes of a database that these statements make.
fn database(statements: &str) -> Vec<u8> {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(statements).unwrap();
    let mut connection = connection;
    connection.serialize(MAIN_DB).unwrap().to_vec()
}

const CRAWL: &str = "
    CREATE TABLE \"网页\" (id INTEGER PRIMARY KEY, 标题 TEXT, 正文, 链接 TEXT, 年份 INT);
    INSERT INTO \"网页\" VALUES (7, '关于甲园建设的通知', '各县：现就甲园有关事项通知如下。', 'http://a.cn/7', 2031);
    INSERT INTO \"网页\" VALUES (3, '关于乙园的意见', CAST('各乡镇：现提出意见。' AS BLOB), NULL, 2032);
    INSERT INTO \"网页\" VALUES (9, '无正文', x'fffe00ff', NULL, 1.5);
    CREATE INDEX i ON \"网页\" (链接, id, 标题, 正文, 年份);
    CREATE TABLE queue (address TEXT, done INT);
    INSERT INTO queue VALUES ('http://a.cn', 1);
    CREATE VIEW 标题 AS SELECT 标题, 正文 FROM \"网页\";
    CREATE VIRTUAL TABLE search USING fts5(title, content);
    INSERT INTO search VALUES ('x', 'y');
";

fn read_all(bytes: Vec<u8>, options: Options) -> (Vec<SourceText>, Vec<Issue>) {
    let mut issues = Vec::new();
    let texts = crate::ingest::read::read(&file("库.db", bytes), options, &mut issues);
    (texts, issues)
}

fn codes(issues: &[Issue]) -> Vec<&str> {
    issues.iter().map(|issue| issue.code.as_str()).collect()
}

#[test]
fn rows_of_a_table_of_documents_are_documents() {
    let mut logged = database(CRAWL);
    logged[18..20].fill(2);
    for bytes in [database(CRAWL), logged] {
        let (texts, issues) = read_all(bytes, Options::default());
        let found: Vec<(&str, &str)> = texts
            .iter()
            .map(|text| (text.member.as_str(), text.hints.title.as_deref().unwrap()))
            .collect();
        let expected = [
            ("#网页!3", "关于乙园的意见"),
            ("#网页!7", "关于甲园建设的通知"),
        ];
        assert_eq!(found, expected);
        assert_eq!(texts[0].text, "各乡镇：现提出意见。");
        assert_eq!(texts[1].hints.url.as_deref(), Some("http://a.cn/7"));
        assert_eq!(texts[1].hints.get(&["年份"]), Some("2031"));
        assert_eq!(codes(&issues), ["no_text", "sheets_not_read"]);
        assert!(issues[1].message.contains("queue"), "{}", issues[1].message);
        assert!(!texts[0].partial);
    }
}

#[test]
fn columns_may_be_named_by_the_user() {
    let bytes = database(
        "CREATE TABLE t (甲 TEXT PRIMARY KEY, 乙 TEXT) WITHOUT ROWID;
         INSERT INTO t VALUES ('关于甲园的通知', '各县：通知如下。');",
    );
    let mut options = Options::default();
    options.columns.set("text", "乙");
    options.columns.set("title", "甲");
    let (texts, issues) = read_all(bytes.clone(), options);
    assert_eq!(texts[0].member, "#t!1");
    assert_eq!(
        texts[0].hints.given.title.as_deref(),
        Some("关于甲园的通知")
    );
    assert!(issues.is_empty(), "{issues:?}");

    let (texts, issues) = read_all(bytes.clone(), Options::default());
    assert_eq!(
        texts[0].text,
        "t\n甲 | 乙\n关于甲园的通知 | 各县：通知如下。\n"
    );
    assert!(issues.is_empty(), "{issues:?}");

    options.columns.set("text", "丙");
    let (_, issues) = read_all(bytes, options);
    assert_eq!(codes(&issues), ["no_such_column"]);
}

#[test]
fn a_cut_database_keeps_what_stands_before() {
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
        INSERT INTO t SELECT i, '关于第' || i || '园的通知', '各县：现就有关事项通知如下。' || i FROM n;";
    let whole = database(&format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, title TEXT, content TEXT); {rows}"
    ));
    let (texts, _) = read_all(whole.clone(), Options::default());
    assert_eq!(texts.len(), 400);
    let (texts, issues) = read_all(whole[..whole.len() / 2].to_vec(), Options::default());
    assert!(texts.len() > 50 && texts.iter().all(|text| text.partial));
    assert_eq!(codes(&issues), ["damaged"]);
    let (texts, issues) = read_all(whole[..60].to_vec(), Options::default());
    assert!(texts.is_empty());
    assert_eq!(codes(&issues), ["damaged"]);
}

/// A table whose rows come out far longer than they are stored, and one that never ends.
#[test]
fn hostile_databases_meet_a_limit() {
    let cases = [
        (
            "CREATE TABLE t (title, a INT, content AS (hex(zeroblob(5000))));
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
             INSERT INTO t SELECT 'x', i FROM n;",
            "limit:unpacked-bytes",
        ),
        (
            "CREATE TABLE t (title, content AS (printf('%.*c', 100000000, 'x')));
             INSERT INTO t VALUES ('x');",
            "damaged",
        ),
    ];
    for (statements, code) in cases {
        let (_, issues) = read_all(database(statements), Options::default());
        assert!(codes(&issues).contains(&code), "{issues:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn damaged_databases_give_a_text_or_a_row(
        cut in 0.0_f64..1.5,
        flips in prop::collection::vec((0.0_f64..1.0, any::<u8>()), 0..12),
    ) {
        let mut bytes = database(CRAWL);
        for (at, byte) in flips {
            let at = 16 + (at * (bytes.len() - 16) as f64) as usize;
            bytes[at] ^= byte;
        }
        bytes.truncate(((cut * bytes.len() as f64) as usize).max(16));
        let (texts, issues) = read_all(bytes, Options::default());
        prop_assert!(!texts.is_empty() || !issues.is_empty());
        prop_assert!(!codes(&issues).contains(&"reader_panicked"));
    }
}
