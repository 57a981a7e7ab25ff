//! One date by role, from every place it may stand.

use super::*;
use crate::ingest::extract::tests::{context_of, part_of, with_row};
use crate::model::Part;

fn found(part: &Part, kind: &str) -> (Option<String>, Option<String>) {
    let kind = Extracted::new(kind.to_owned(), "test", None, 1.0);
    let context = Context {
        kind: Some(&kind),
        ..context_of(part)
    };
    let dated = date(&context);
    let effective = effective(&context, dated.as_ref()).map(|found| found.value.to_string());
    let dated = dated.map(|(date, role)| format!("{} {}", date.value, role.name()));
    (dated, effective)
}

/// Forwarded texts and sample forms carry dates of their own.
#[test]
fn the_letters_date_wins_over_its_annexes() {
    let text = "某省水利厅转发河道通知\n各市:\n请照办。\n某省水利厅\n2017年3月6日\n河道通知\n现通知如下。\n某部水利局\n2017年1月16日\n填报单位\n2016年1月1日";
    let (found, _) = found(&part_of(text, 0), "policy");
    assert_eq!(found.as_deref(), Some("2017-03-06 issued"));
}

#[test]
fn the_order_says_when_its_text_takes_effect() {
    let text = "某省人民代表大会常务委员会公告\n第50号\n《某省河道条例》已经通过,现予公布,自2021年10月1日起施行。\n某省河道条例\n第一条 为了保护河道。";
    let (_, effective) = found(&part_of(text, 0), "policy");
    assert_eq!(effective.as_deref(), Some("2021-10-01"));
}

/// A line of nothing but dates takes time in proportion to its length.
#[test]
fn glued_dates_are_read_once() {
    let line = "某某2020年1月3日通过".repeat(20_000);
    let part = part_of(&format!("某市关于河道的通知\n{line}"), 0);
    let started = std::time::Instant::now();
    assert_eq!(found(&part, "policy").0, None);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn dates_by_role() {
    let cases = [
        (
            "policy",
            "某市关于河道的通知\n到2025年建成河道。\n某市水利局\n二〇二〇年三月四日",
            Some("2020-03-04 issued"),
            None,
        ),
        (
            "policy",
            "某市河道条例\n2017年3月30日 某市人民代表大会常务委员会第三次会议通过\n2020年11月27日 某某会议修正\n第一条 为了保护河道。\n第九条 本条例自2017年5月1日起施行。",
            Some("2020-11-27 adopted"),
            Some("2020-11-27"),
        ),
        (
            "policy",
            "某河道条例\n2001年10月31日 国务院第46次常务会议通过\n2001年12月10日 国务院令第332号公布\n2002年1月1日 施行\n第一条 为了保护河道。",
            Some("2001-12-10 issued"),
            Some("2002-01-01"),
        ),
        // Only the note of a consolidated text: amended since, or not.
        (
            "policy",
            "某河道条例\n2000年11月7日 国务院令第296号公布\n第一条 为了保护河道。\n第九条 本条例自公布之日起施行。",
            Some("2000-11-07 published"),
            Some("2000-11-07"),
        ),
        (
            "policy",
            "某河道办法\n1986年11月8日 国务院批准\n1986年12月1日 某部发布\n第一条 为了保护河道。",
            Some("1986-12-01 published"),
            None,
        ),
        (
            "policy",
            "某河道办法\n(2021年3月1日某市人民政府令第12号公布 自2021年5月1日起施行)\n第一条 为了保护河道。",
            Some("2021-03-01 issued"),
            Some("2021-05-01"),
        ),
        (
            "policy",
            "某市河道办法\n第一条 为了。\n第二条 《旧办法》自2001年1月1日起施行的部分照旧。\n第三条 本办法自2023年1月1日起施行。",
            None,
            Some("2023-01-01"),
        ),
        (
            "report",
            "政府工作报告\n2024年1月9日在某市第五届人民代表大会第三次会议上 某某\n各位代表:2023年完成预算,规划2021-2025年。",
            None,
            None,
        ),
        (
            "policy",
            "某市关于河道的通知\n落实2019年预算和2018年12月1日前的任务,到2025年建成,规划期2021-2025年。",
            None,
            None,
        ),
        (
            "news",
            "某市召开大会\n10月26日,某市召开大会,部署到2025年的工作。",
            None,
            None,
        ),
    ];
    for (kind, text, dated, effective) in cases {
        let found = found(&part_of(text, 0), kind);
        assert_eq!(found.0.as_deref(), dated, "{text}");
        assert_eq!(found.1.as_deref(), effective, "{text}");
    }
}

#[test]
fn rows_state_the_role() {
    let text = "某市关于河道的通知\n各县:照办。";
    let cases = [
        (&[("公布日期", "2008.03.07")][..], "2008-03-07 issued"),
        (&[("日期", "2024-10-18")], "2024-10-18 page"),
        (&[("发布日期", "2024-10-18")], "2024-10-18 page"),
        (
            &[("发布日期", "2024-10-18"), ("索引号", "1/2024-1")],
            "2024-10-18 published",
        ),
        (
            &[("发布日期", "2024-10-18"), ("成文日期", "1996-05-01")],
            "1996-05-01 issued",
        ),
        (&[("刊期", "2020年12月")], "2020-12 published"),
        (&[("录入日期", "2022年5月12日")], "2022-05-12 page"),
        (&[("生成日期", "2022-05-12")], "2022-05-12 issued"),
        (
            &[("更新时间", "2022-05-12"), ("日期", "2020-03-05")],
            "2020-03-05 page",
        ),
    ];
    for (rows, expected) in cases {
        let part = rows.iter().fold(part_of(text, 0), |part, (key, value)| {
            with_row(part, key, value)
        });
        assert_eq!(
            found(&part, "news").0.as_deref(),
            Some(expected),
            "{rows:?}"
        );
    }
}

#[test]
fn a_signature_is_surer_than_a_catalogue() {
    let text = "某市关于河道的通知\n各县:照办。\n某市水利局\n2020年4月16日";
    let part = with_row(part_of(text, 0), "生成日期", "2020-04-21");
    for (kind, date) in [
        ("policy", "2020-04-16 issued"),
        ("report", "2020-04-16 signed"),
    ] {
        assert_eq!(found(&part, kind).0.as_deref(), Some(date));
    }
}
