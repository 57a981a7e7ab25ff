//! The progress bar, on a terminal only.

use std::sync::OnceLock;

use indicatif::{ProgressBar, ProgressStyle};

use super::context::Context;
use super::messages::Messages;
use crate::indexer::{Progress, Silent};

/// Returns a bar with rate and remaining time, or silence where standard error is no terminal.
pub(super) fn bar(messages: &Messages) -> Box<dyn Progress> {
    if Context::has_terminal() {
        let committing = messages.get("committing");
        Box::new(Bar {
            bar: OnceLock::new(),
            committing,
        })
    } else {
        Box::new(Silent)
    }
}

struct Bar {
    bar: OnceLock<ProgressBar>,
    committing: String,
}

impl Progress for Bar {
    fn begin(&self, files: u64, bytes: u64) {
        let bar = ProgressBar::new(bytes);
        let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(files.to_string());
        let _ = self.bar.set(bar);
    }

    fn file_done(&self, bytes: u64) {
        if let Some(bar) = self.bar.get() {
            bar.inc(bytes);
        }
    }

    fn committing(&self) {
        if let Some(bar) = self.bar.get() {
            bar.set_message(self.committing.clone());
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
