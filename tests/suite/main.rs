//! The one integration binary: what only whole programs or the source tree can show.

mod errors;
mod exactness;
mod first_search;
mod layers;
mod program;
mod sample;
mod seeds;
