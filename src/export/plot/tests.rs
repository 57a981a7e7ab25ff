use super::*;
use crate::search::crosstab::{Axis, Tally};

const QUERY: &str = "一区<b>\"多\"&园";

fn axis(field: &str, values: &[&str], unknown: bool) -> Axis {
    let mut values: Vec<Option<String>> = values.iter().map(|v| Some((*v).to_owned())).collect();
    values.extend(unknown.then_some(None));
    Axis {
        field: field.to_owned(),
        values,
    }
}

/// A table whose cells count up from 0.
fn table(axes: Vec<Axis>, queries: &[&str]) -> CrossTab {
    let columns = axes.get(1).map_or(1, |axis| axis.values.len());
    let places: Vec<Place> = (0..axes[0].values.len())
        .flat_map(|row| (0..columns).map(move |column| [row, column]))
        .collect();
    let cells: Vec<(Place, Tally)> = places
        .iter()
        .zip(0..)
        .map(|(place, documents)| {
            let occurrences = documents * 3;
            (
                *place,
                Tally {
                    documents,
                    occurrences,
                },
            )
        })
        .collect();
    let series = queries
        .iter()
        .map(|query| ((*query).to_owned(), cells.clone()));
    CrossTab::of(
        axes,
        series.collect(),
        places.iter().map(|place| (*place, 7)).collect(),
    )
}

fn options(kind: Option<Kind>, theme: Theme) -> Options {
    let words = Words {
        title: QUERY.to_owned(),
        unknown: "(未知)".to_owned(),
        more: "其余 {count} 项".to_owned(),
        axes: vec!["年份".to_owned(), "省份".to_owned()],
        ..Words::default()
    };
    Options {
        kind,
        theme,
        words,
        measure: Measure::Documents,
    }
}

fn years() -> Axis {
    axis("date", &["2018", "2019", "2020", "2021"], true)
}

fn issuers(count: usize) -> Axis {
    let names: Vec<String> = (0..count).map(|at| format!("第{at}号机关<&>")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    axis("issuer", &names, true)
}

#[test]
fn every_picture_is_a_whole_svg_in_both_themes() {
    let provinces = || axis("province", &["湖北省", "广西壮族自治区"], true);
    let tables = [
        (table(vec![years()], &[QUERY]), None),
        (table(vec![years()], &[QUERY, "b", "c"]), None),
        (table(vec![years()], &[QUERY, "b"]), Some(Kind::Lines)),
        (table(vec![issuers(45)], &[QUERY]), None),
        (table(vec![provinces()], &[QUERY, "b"]), None),
        (table(vec![provinces()], &[QUERY]), Some(Kind::Map)),
        (table(vec![provinces(), years()], &[QUERY]), None),
        (table(vec![years(), issuers(60)], &[QUERY]), None),
        (table(vec![axis("date", &[], true)], &[QUERY]), None),
        (table(vec![axis("kind", &[], false)], &[QUERY]), None),
    ];
    for (table, kind) in &tables {
        for theme in [Theme::Light, Theme::Dark] {
            let drawn = svg(table, &options(*kind, theme)).unwrap();
            let parsed = resvg::usvg::Tree::from_str(&drawn, &resvg::usvg::Options::default());
            assert!(parsed.is_ok(), "{drawn}");
            assert!(drawn.contains("一区&lt;b&gt;&quot;多&quot;&amp;园"));
            assert!(!drawn.contains("<b>") && !drawn.contains("NaN") && !drawn.contains("=\"-"));
            assert_eq!(drawn, svg(table, &options(*kind, theme)).unwrap());
        }
    }
}

#[test]
fn numbers_stand_in_the_picture() {
    let drawn = svg(&table(vec![years()], &["a"]), &options(None, Theme::Light)).unwrap();
    for expected in [">2018<", ">3<", "(未知): 4"] {
        assert!(drawn.contains(expected), "{expected}: {drawn}");
    }
    let issuers = table(vec![issuers(45)], &["a"]);
    let drawn = svg(&issuers, &options(None, Theme::Light)).unwrap();
    assert!(drawn.contains("其余 15 项") && drawn.contains("(未知)"));
    // A label each, and a tip on each bar; the first counts nothing and has none.
    assert_eq!(drawn.matches("号机关").count(), 30 + 29);
}

#[test]
fn what_does_not_suit_the_fields_is_refused() {
    let one = table(vec![issuers(3)], &["a"]);
    let two = table(vec![years(), issuers(3)], &["a", "b"]);
    let refused =
        |table: &CrossTab, kind| svg(table, &options(Some(kind), Theme::Light)).unwrap_err();
    assert_eq!(refused(&one, Kind::Lines), PlotError::OneField);
    assert_eq!(refused(&one, Kind::Heatmap), PlotError::TwoFields);
    assert_eq!(refused(&one, Kind::Map), PlotError::Provinces);
    assert_eq!(refused(&two, Kind::Bars), PlotError::OneField);
    assert_eq!(refused(&two, Kind::Heatmap), PlotError::OneQuery);
}
