//! `--map ROLE=COLUMN,…`: which columns of tables of documents hold what.
//!
//! In: arguments. Out: [`Columns`]. Not its job: whether a table has such columns.

use crate::ingest::read::Columns;

/// Columns that are named.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct ColumnArgs {
    /// Name the columns of tables of documents (CSV, TSV, XLSX, SQLite, JSON Lines): title, text, date,
    /// issuer, number, url; what they say beats what is read from the text
    #[arg(long = "map", value_name = "ROLE=COLUMN,…", value_parser = parse)]
    columns: Option<Columns>,
}

impl ColumnArgs {
    /// Returns the columns, where any is named.
    pub(super) fn columns(self) -> Option<Columns> {
        self.columns
    }
}

fn parse(text: &str) -> Result<Columns, String> {
    let mut columns = Columns::default();
    for pair in text.split([',', '，']) {
        let (role, column) = pair.split_once('=').ok_or("ROLE=COLUMN expected")?;
        let column = column.trim();
        if column.is_empty() {
            return Err(format!("{} has no column", role.trim()));
        }
        // The setting lives as long as the program.
        let column: &'static str = Box::leak(column.to_owned().into_boxed_str());
        if !columns.set(role.trim(), column) {
            let roles = Columns::ROLES.join(", ");
            return Err(format!(
                "no role is named {}; there are {roles}",
                role.trim()
            ));
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_parsed() {
        let columns = parse("title=标题, text=正文，date=发布时间").unwrap();
        assert_eq!(columns.title, Some("标题"));
        assert_eq!(columns.text, Some("正文"));
        assert_eq!(columns.date, Some("发布时间"));
        for bad in ["标题", "title=", "body=正文", ""] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
