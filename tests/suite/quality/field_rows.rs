//! The table of targets for metadata: precision and recall of each field.

use super::figure::Figure::{Overlap, Share};
use super::rows::{Row, at_least};

/// The targets of rules 6 to 11, and the floors.
pub(crate) const FIELD_ROWS: [Row; 17] = [
    at_least(
        "6",
        "block rows, F1",
        Overlap("field block"),
        98.0,
        [98.0, 98.0],
    ),
    at_least(
        "7",
        "own number, precision",
        Share("field number right", "field number got"),
        98.0,
        [98.0, 98.0],
    ),
    at_least(
        "7",
        "own number, recall",
        Share("field number right", "field number wanted"),
        95.0,
        [95.0, 95.0],
    ),
    at_least(
        "8",
        "date, precision",
        Share("field date right", "field date got"),
        97.0,
        [97.0, 97.0],
    ),
    at_least(
        "8",
        "date, recall",
        Share("field date right", "field date wanted"),
        93.0,
        [93.0, 93.0],
    ),
    at_least(
        "9",
        "lead issuer, precision",
        Share("field issuer right", "field issuer got"),
        97.0,
        [94.8, 97.0],
    ),
    at_least(
        "9",
        "lead issuer, recall",
        Share("field issuer right", "field issuer wanted"),
        90.0,
        [90.0, 90.0],
    ),
    at_least(
        "10",
        "province, precision",
        Share("field province right", "field province got"),
        98.0,
        [98.0, 97.2],
    ),
    at_least(
        "10",
        "province, recall",
        Share("field province right", "field province wanted"),
        93.0,
        [93.0, 93.0],
    ),
    at_least(
        "10",
        "city, precision",
        Share("field city right", "field city got"),
        95.0,
        [95.0, 95.0],
    ),
    at_least(
        "10",
        "city, recall",
        Share("field city right", "field city wanted"),
        85.0,
        [85.0, 85.0],
    ),
    at_least(
        "10",
        "county, precision",
        Share("field county right", "field county got"),
        95.0,
        [95.0, 95.0],
    ),
    at_least(
        "10",
        "county, recall",
        Share("field county right", "field county wanted"),
        85.0,
        [85.0, 85.0],
    ),
    at_least(
        "11",
        "zones, precision",
        Share("field zones right", "field zones got"),
        95.0,
        [95.0, 95.0],
    ),
    at_least(
        "11",
        "zones, recall",
        Share("field zones right", "field zones wanted"),
        90.0,
        [90.0, 90.0],
    ),
    at_least(
        "11",
        "一区N园, precision",
        Share("field pattern right", "field pattern got"),
        95.0,
        [95.0, 95.0],
    ),
    at_least(
        "11",
        "一区N园, recall",
        Share("field pattern right", "field pattern wanted"),
        90.0,
        [90.0, 90.0],
    ),
];
