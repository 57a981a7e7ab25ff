//! Documents that look like copies and are none: other editions, siblings, quotations, forwardings.

use super::generate::{Archive, Original};
use crate::noise::Half;
use crate::noise::grammar::{self, Paragraph, Role, Setting, Truth, chinese_digits};
use crate::noise::labelled::Labelled;
use crate::noise::operators::page::{self, Page};
use crate::noise::random::Random;

/// Adds what goes with an original: one adversary for every other document.
pub(crate) fn add(original: &Original, index: usize, archive: &mut Archive) {
    match index % 10 {
        0..=2 => revised(original, archive),
        3 => county(original, archive),
        4 => year(original, archive),
        5 | 6 => quotation(original, archive),
        7 => forwarding(original, archive),
        _ => {}
    }
}

/// A later edition: other number, other date, some paragraphs rewritten. It has copies, too.
fn revised(original: &Original, archive: &mut Archive) {
    if original.truth.number.is_none() && original.truth.date.is_none() {
        return;
    }
    let mut setting = original.setting.clone();
    setting.year += archive.random.between(1, 4);
    let mut truth = later(
        &original.truth,
        &original.setting,
        &setting,
        &mut archive.random,
    );
    let other = grammar::document(archive.half, &mut archive.random);
    let mut fresh: Vec<&Paragraph> = other
        .paragraphs
        .iter()
        .filter(|paragraph| is_text(paragraph))
        .collect();
    let (low, high) = archive.parameters.revised;
    let percent = archive.random.between(low, high);
    let text = truth
        .paragraphs
        .iter_mut()
        .filter(|paragraph| is_text(paragraph));
    for (index, paragraph) in text.enumerate() {
        // A beginning that two editions share belongs to either: the first paragraph differs always.
        if (index == 0 || archive.random.percent(percent))
            && let Some(other) = fresh.pop()
        {
            paragraph.text.clone_from(&other.text);
        }
    }
    let edition = Original {
        truth,
        setting,
        policy: archive.policy(),
    };
    let from = archive.files.len();
    archive.add(&edition, &[]);
    archive.copies(&edition, (0, 2));
    tag(archive, from, "revised");
}

fn is_text(paragraph: &Paragraph) -> bool {
    matches!(paragraph.role, Role::Body | Role::Item)
}

fn tag(archive: &mut Archive, from: usize, name: &'static str) {
    for file in &mut archive.files[from..] {
        file.made_by.insert(name);
    }
}

/// The same document of another year: year, date and number differ.
fn later(truth: &Truth, before: &Setting, after: &Setting, random: &mut Random) -> Truth {
    let serial = after.number(random);
    let mut later = truth.clone();
    let old = truth.number.clone();
    let in_chinese = |year| chinese_digits(year, '〇');
    let change = |text: &str| {
        let text = match &old {
            Some(old) => text.replace(old, &serial),
            None => text.to_owned(),
        };
        let text = text.replace(&before.year.to_string(), &after.year.to_string());
        text.replace(&in_chinese(before.year), &in_chinese(after.year))
            .replace(
                &chinese_digits(before.year, '○'),
                &chinese_digits(after.year, '○'),
            )
    };
    change_all(&mut later, change);
    later.date = truth.date.as_ref().map(|_| after.iso());
    later
}

fn change_all(truth: &mut Truth, change: impl Fn(&str) -> String) {
    truth.title = change(&truth.title);
    for paragraph in &mut truth.paragraphs {
        paragraph.text = change(&paragraph.text);
    }
    truth.number = truth.number.as_deref().map(&change);
}

/// The notice another place made of the same template.
fn county(original: &Original, archive: &mut Archive) {
    let here = &original.setting.issuer;
    let mut there = Setting::draw(archive.half, &mut archive.random);
    for _ in 0..40 {
        let is_peer = there.issuer.level == here.level && there.issuer.own != here.own;
        if is_peer {
            break;
        }
        there = Setting::draw(archive.half, &mut archive.random);
    }
    if there.issuer.own == here.own {
        return;
    }
    let name = here.name.replace(&here.own, &there.issuer.own);
    let serial = archive.random.between(1, 180);
    let number = format!(
        "{}〔{}〕{serial}号",
        there.issuer.letters, original.setting.year
    );
    let old = original
        .truth
        .number
        .clone()
        .unwrap_or_else(|| "\u{0}".to_owned());
    let mut truth = original.truth.clone();
    change_all(&mut truth, |text| {
        text.replace(&old, &number)
            .replace(&here.name, &name)
            .replace(&here.own, &there.issuer.own)
    });
    // The same template without the place in it is the same text.
    if truth.title == original.truth.title {
        return;
    }
    let sibling = Original {
        truth,
        setting: there,
        policy: archive.policy(),
    };
    let from = archive.files.len();
    archive.add(&sibling, &[]);
    archive.copies(&sibling, (0, 1));
    tag(archive, from, "county sibling");
}

/// The same notice a year later.
fn year(original: &Original, archive: &mut Archive) {
    if original.truth.number.is_none() && original.truth.date.is_none() {
        return;
    }
    let mut setting = original.setting.clone();
    setting.year += 1;
    let truth = later(
        &original.truth,
        &original.setting,
        &setting,
        &mut archive.random,
    );
    let sibling = Original {
        truth,
        setting,
        policy: archive.policy(),
    };
    let from = archive.files.len();
    archive.add(&sibling, &[]);
    archive.copies(&sibling, (0, 1));
    tag(archive, from, "year sibling");
}

/// An article that quotes some paragraphs, or little else.
fn quotation(original: &Original, archive: &mut Archive) {
    let mut article = grammar::news(&original.setting, &mut archive.random);
    let quoted = original
        .truth
        .paragraphs
        .iter()
        .filter(|paragraph| is_text(paragraph));
    let quoted: Vec<&Paragraph> = quoted.collect();
    let count = match archive.half {
        Half::Development => archive.random.between(1, 5),
        Half::HeldOut => archive.random.between(2, 6),
    };
    let quoted = archive.random.sample(&quoted, count);
    let at = article.paragraphs.len().min(2);
    article
        .paragraphs
        .splice(at..at, quoted.into_iter().cloned());
    if archive.random.percent(40) {
        article.paragraphs.truncate(at + count);
    }
    let document = Original {
        truth: article,
        setting: original.setting.clone(),
        policy: archive.policy(),
    };
    let from = archive.files.len();
    archive.add(&document, &[]);
    tag(archive, from, "quotation");
}

/// Another organ's notice that carries the whole text.
fn forwarding(original: &Original, archive: &mut Archive) {
    let half = archive.half;
    let by = Setting::draw(half, &mut archive.random);
    let inner = &original.truth;
    let title = format!("{}关于转发{}的通知", by.issuer.name, inner.title);
    let mut outer = by.truth(title.clone(), "policy");
    outer.push(Role::Title, title);
    outer.push(Role::Number, by.number(&mut archive.random));
    outer.push(Role::Recipients, "各有关单位：");
    outer.push(
        Role::Body,
        format!(
            "现将《{}》转发给你们，请结合实际，认真贯彻执行。",
            inner.title
        ),
    );
    outer.push(Role::Signature, by.issuer.name.clone());
    outer.push(Role::Date, by.date());
    outer.paragraphs.extend(inner.paragraphs.iter().cloned());
    let mut text = Labelled::default();
    page::lay_out(
        &mut text,
        (0, &outer),
        &Page::bare(),
        (half, &mut archive.random),
    );
    let policy = archive.policy();
    archive.push(text.text(), policy, ["forwarding"].into());
    let carries = Some((inner.title.clone(), original.policy));
    if let Some(file) = archive.files.last_mut() {
        file.carries = carries;
    }
}
