//! SVG → PNG. The only place that reads the system's fonts.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use skrifa::{FontRef, MetadataProvider};

use super::PlotError;

/// Pixels for each pixel of the SVG: sharp in print and on dense screens.
const SCALE: f32 = 2.0;
/// What a font for Chinese must have.
const PROBE: [char; 3] = ['政', '搜', '篇'];

/// Renders a picture.
///
/// # Errors
/// [`PlotError::NoFont`] where no font of this machine has Chinese glyphs.
pub fn png(svg: &str) -> Result<Vec<u8>, PlotError> {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    let family = chinese_family(&fonts).ok_or(PlotError::NoFont)?;
    fonts.set_sans_serif_family(family);
    let options = Options {
        fontdb: Arc::new(fonts),
        ..Options::default()
    };
    let fail = |message: String| PlotError::Render { message };
    let tree = Tree::from_str(svg, &options).map_err(|error| fail(error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(SCALE);
    let pixmap = size.and_then(|size| Pixmap::new(size.width(), size.height()));
    let mut pixmap = pixmap.ok_or_else(|| fail("too large".to_owned()))?;
    resvg::render(
        &tree,
        Transform::from_scale(SCALE, SCALE),
        &mut pixmap.as_mut(),
    );
    pixmap.encode_png().map_err(|error| fail(error.to_string()))
}

/// The family of a font with Chinese glyphs: sans-serif and upright before others.
fn chinese_family(fonts: &fontdb::Database) -> Option<String> {
    let mut faces: Vec<&fontdb::FaceInfo> = fonts.faces().collect();
    faces.sort_by_key(|face| {
        let name = face.families.first().map_or("", |(name, _)| name.as_str());
        let serif = ["Serif", "Song", "Ming", "Mono"]
            .iter()
            .any(|word| name.contains(word));
        // Of Noto's the simplified Chinese forms.
        let other = !name.contains("SC") && name.contains("CJK");
        (
            serif,
            other,
            face.weight != fontdb::Weight::NORMAL,
            name.to_owned(),
        )
    });
    let found = faces.into_iter().find(|face| has_chinese(fonts, face.id))?;
    found.families.first().map(|(name, _)| name.clone())
}

fn has_chinese(fonts: &fontdb::Database, id: fontdb::ID) -> bool {
    let has = |data: &[u8], index: u32| {
        let font = FontRef::from_index(data, index);
        font.is_ok_and(|font| {
            PROBE
                .iter()
                .all(|probe| font.charmap().map(*probe).is_some())
        })
    };
    fonts.with_face_data(id, has).unwrap_or(false)
}
