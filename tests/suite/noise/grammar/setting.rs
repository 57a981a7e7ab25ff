//! Who issues a document, when, about what; and the slots of the phrase grammar filled from it.

use super::Truth;
use crate::noise::Half;
use crate::noise::phrases::{ADVERBS, BASES, CONDITIONS, OBLIGATIONS, RESULTS, VERBS, WHO};
use crate::noise::places::{PLACES, Place};
use crate::noise::random::Random;
use crate::noise::topics::{TOPICS, Topic};

/// Who issues a document, and from where.
#[derive(Debug, Clone)]
pub(crate) struct Issuer {
    pub(crate) place: Place,
    /// 湖北省, 十堰市 or 竹山县, as it calls itself.
    pub(crate) own: String,
    pub(crate) name: String,
    /// 机关代字.
    pub(crate) letters: String,
    pub(crate) county: Option<&'static str>,
    /// 0 province, 1 city, 2 county.
    pub(crate) level: usize,
}

/// Everything the phrases of one document refer to.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) half: Half,
    pub(crate) topic: Topic,
    pub(crate) issuer: Issuer,
    pub(crate) year: usize,
    pub(crate) month: usize,
    pub(crate) day: usize,
}

impl Setting {
    /// Draws a setting.
    pub(crate) fn draw(half: Half, random: &mut Random) -> Self {
        let topic = *random.pick_half(half, &TOPICS);
        Self {
            half,
            topic,
            issuer: issuer(half, topic, random),
            year: random.between(1985, 2025),
            month: random.between(1, 12),
            day: random.between(1, 28),
        }
    }

    /// Returns the date as 2020年1月2日.
    pub(crate) fn date(&self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }

    /// Returns the date as 2020-01-02.
    pub(crate) fn iso(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Fills a frame.
    pub(crate) fn fill(&self, frame: &str, random: &mut Random) -> String {
        let mut out = String::new();
        let mut characters = frame.chars();
        while let Some(character) = characters.next() {
            if character != '{' {
                out.push(character);
                continue;
            }
            let slot = characters.next().unwrap_or('n');
            characters.next();
            out.push_str(&self.slot(slot, random));
        }
        out
    }

    fn slot(&self, slot: char, random: &mut Random) -> String {
        let half = self.half;
        let list = |random: &mut Random, list: &[&'static str]| (*random.pick(list)).to_owned();
        match slot {
            'n' => list(random, self.topic.nouns),
            'm' => list(random, self.topic.measures),
            't' => self.topic.name.to_owned(),
            'v' => (*random.pick_half(half, &VERBS)).to_owned(),
            'a' => (*random.pick_half(half, &ADVERBS)).to_owned(),
            'r' => (*random.pick_half(half, &RESULTS)).to_owned(),
            'w' => (*random.pick_half(half, &WHO)).to_owned(),
            'g' => (*random.pick_half(half, &BASES)).to_owned(),
            'k' => (*random.pick_half(half, &CONDITIONS)).to_owned(),
            'x' => (*random.pick_half(half, &OBLIGATIONS)).to_owned(),
            'o' => self.organ(random),
            'p' => self.issuer.own.clone(),
            'y' => (self.year + random.below(5)).to_string(),
            'd' => (random.between(2, 9) * [1, 5, 10][random.below(3)]).to_string(),
            'c' => format!("{}%", random.between(3, 98)),
            _ => String::new(),
        }
    }

    /// An organ at the issuer's level, in its short form.
    pub(super) fn organ(&self, random: &mut Random) -> String {
        let level = ["省", "市", "县"][self.issuer.level];
        let organ = if random.percent(40) {
            self.topic.organ
        } else {
            random.pick(&TOPICS).organ
        };
        if self.issuer.level == 0 {
            return format!("{level}{}", organ.replace('局', "厅"));
        }
        format!("{level}{organ}")
    }

    /// Returns a body paragraph of some sentences.
    pub(crate) fn paragraph(&self, frames: &[&str], random: &mut Random) -> String {
        let mut used: Vec<&str> = Vec::new();
        let mut text = String::new();
        for _ in 0..random.between(2, 5) {
            let frame = *random.pick_half(self.half, frames);
            if !used.contains(&frame) {
                text.push_str(&self.fill(frame, random));
                used.push(frame);
            }
        }
        text
    }

    /// Returns a new document of this setting, without text.
    pub(crate) fn truth(&self, title: String, kind: &'static str) -> Truth {
        let issuer = &self.issuer;
        let city = (issuer.level > 0 && !issuer.place.city.is_empty()).then_some(issuer.place.city);
        Truth {
            title,
            kind,
            province: Some(issuer.place.province.to_owned()),
            city: city.map(str::to_owned),
            county: issuer.county.map(str::to_owned),
            ..Truth::default()
        }
    }

    /// Returns a document number.
    pub(crate) fn number(&self, random: &mut Random) -> String {
        let (open, close) = match self.half {
            Half::Development => [("〔", "〕"), ("〔", "〕"), ("（", "）"), ("[", "]")],
            Half::HeldOut => [("〔", "〕"), ("〔", "〕"), ("﹝", "﹞"), ("（", "）")],
        }[random.below(4)];
        let serial = random.between(1, 180);
        format!(
            "{}{open}{}{close}{serial}号",
            self.issuer.letters, self.year
        )
    }
}

fn issuer(half: Half, topic: Topic, random: &mut Random) -> Issuer {
    let place = *random.pick_half(half, &PLACES);
    let level = match random.below(10) {
        0..=1 => 0,
        2..=6 => 1,
        _ => 2,
    };
    let level = if place.city.is_empty() && level == 1 {
        0
    } else {
        level
    };
    let (county, code) = *random.pick(place.counties);
    let (own, letters) = match level {
        0 => (place.province.to_owned(), place.letter.to_owned()),
        1 => (place.city.to_owned(), place.code.to_owned()),
        _ => {
            let parent = if place.city.is_empty() {
                place.province
            } else {
                ""
            };
            (format!("{parent}{county}"), code.to_owned())
        }
    };
    let (organ, suffix) = match random.below(10) {
        0..=3 => ("人民政府".to_owned(), "政发".to_owned()),
        4..=6 if level == 0 => ("人民政府办公厅".to_owned(), "政办发".to_owned()),
        4..=6 => ("人民政府办公室".to_owned(), "政办发".to_owned()),
        _ if level == 0 => (
            topic.organ.replace('局', "厅"),
            format!("{}发", topic.letter),
        ),
        _ => (topic.organ.to_owned(), format!("{}发", topic.letter)),
    };
    Issuer {
        place,
        name: format!("{own}{organ}"),
        own,
        letters: format!("{letters}{suffix}"),
        county: (level == 2).then_some(county),
        level,
    }
}
