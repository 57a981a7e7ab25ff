//! The one integration binary: what only whole programs or the source tree can show.

mod layers;
