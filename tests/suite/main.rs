//! The one integration binary: what only whole programs or the source tree can show.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking and says on standard error what it skips"
)]

mod batch;
mod containers;
mod crash;
mod demotion;
mod errors;
mod evidence;
mod exactness;
mod first_search;
mod formats;
mod holdings;
mod hostile;
mod layers;
mod lookup;
mod noise;
mod ocr;
mod oracle;
mod overlay;
mod page_manner;
mod places;
mod program;
mod quality;
mod queries;
mod quine;
mod readme;
mod recurring;
mod reposts;
mod sample;
mod seeds;
mod settings;
mod stats;
mod stats_numerals;
mod upkeep;
mod versions;
mod words;
mod work;
