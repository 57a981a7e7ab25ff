//! Tables of cases of every class: what goes, what stays.
