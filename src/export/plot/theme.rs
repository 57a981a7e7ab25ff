//! Colours: light and dark, for series and for scales, and which text can be read on them.

/// Whether a picture is to stand on white or on black.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// On white.
    #[default]
    Light,
    /// On black.
    Dark,
}

/// A colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Color(pub(super) u8, pub(super) u8, pub(super) u8);

/// cividis at equal distances (Nuñez, Anderton, Renslow 2018, PLOS ONE 13(7): e0199239): even in
/// lightness, and the same to people with red-green blindness.
const CIVIDIS: [Color; 10] = [
    Color(0x00, 0x22, 0x4e),
    Color(0x12, 0x35, 0x70),
    Color(0x3b, 0x49, 0x6c),
    Color(0x57, 0x5d, 0x6d),
    Color(0x70, 0x71, 0x73),
    Color(0x8a, 0x86, 0x78),
    Color(0xa5, 0x9c, 0x74),
    Color(0xc3, 0xb3, 0x69),
    Color(0xe1, 0xcc, 0x55),
    Color(0xfe, 0xe8, 0x38),
];

/// ColorBrewer's Blues (Brewer 2003, colorbrewer2.org), at equal steps of CIE lightness from 92 to
/// 20: on white the yellow of cividis would make the least the loudest. One hue, so that nobody has
/// to tell two apart.
const BLUES: [Color; 10] = [
    Color(0xde, 0xeb, 0xf7),
    Color(0xbc, 0xd7, 0xeb),
    Color(0x92, 0xc4, 0xde),
    Color(0x6d, 0xaf, 0xd6),
    Color(0x4d, 0x9a, 0xca),
    Color(0x33, 0x83, 0xbf),
    Color(0x1e, 0x6d, 0xb2),
    Color(0x0c, 0x57, 0xa0),
    Color(0x08, 0x43, 0x87),
    Color(0x08, 0x30, 0x6b),
];

/// Colours of series on white: Okabe and Ito's, which colour-blind people can tell apart ("Color
/// Universal Design", 2008), without the yellow that white swallows.
const SERIES_LIGHT: [Color; 6] = [
    Color(0x00, 0x72, 0xb2),
    Color(0xd5, 0x5e, 0x00),
    Color(0x00, 0x9e, 0x73),
    Color(0xcc, 0x79, 0xa7),
    Color(0x56, 0xb4, 0xe9),
    Color(0x8a, 0x6d, 0x00),
];

/// The same on black: light ones first, without the blue that black swallows.
const SERIES_DARK: [Color; 6] = [
    Color(0x56, 0xb4, 0xe9),
    Color(0xe6, 0x9f, 0x00),
    Color(0x2f, 0xc4, 0x96),
    Color(0xe0, 0x98, 0xc0),
    Color(0xf0, 0xe4, 0x42),
    Color(0xff, 0x7f, 0x3f),
];

impl Color {
    pub(super) fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast with another colour, 1 to 21 (WCAG 2.2).
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Black or white, whichever is easier to read on this colour.
    pub(super) fn ink(self) -> Self {
        let (black, white) = (Self(0, 0, 0), Self(0xff, 0xff, 0xff));
        if self.contrast(black) >= self.contrast(white) {
            black
        } else {
            white
        }
    }

    fn mix(self, other: Self, share: f64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between two channels"
        )]
        let channel =
            |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self(
            channel(self.0, other.0),
            channel(self.1, other.1),
            channel(self.2, other.2),
        )
    }
}

impl Theme {
    fn pick(self, light: Color, dark: Color) -> Color {
        match self {
            Self::Light => light,
            Self::Dark => dark,
        }
    }

    pub(super) fn background(self) -> Color {
        self.pick(Color(0xff, 0xff, 0xff), Color(0x12, 0x16, 0x1c))
    }

    pub(super) fn text(self) -> Color {
        self.pick(Color(0x1f, 0x23, 0x28), Color(0xe6, 0xed, 0xf3))
    }

    /// Text that explains, and bars that stand for no value of their own.
    pub(super) fn muted(self) -> Color {
        self.pick(Color(0x5c, 0x66, 0x70), Color(0x9d, 0xa7, 0xb1))
    }

    pub(super) fn grid(self) -> Color {
        self.pick(Color(0xdd, 0xe2, 0xe7), Color(0x2d, 0x34, 0x3c))
    }

    /// A cell with nothing in it.
    pub(super) fn empty(self) -> Color {
        self.pick(Color(0xf3, 0xf4, 0xf6), Color(0x1d, 0x23, 0x2b))
    }

    /// The colour of a series; they come round after six.
    pub(super) fn series(self, at: usize) -> Color {
        match self {
            Self::Light => SERIES_LIGHT[at % SERIES_LIGHT.len()],
            Self::Dark => SERIES_DARK[at % SERIES_DARK.len()],
        }
    }

    /// The colour of a share of the largest value, 0 to 1: more stands out more.
    pub(super) fn scale(self, share: f64) -> Color {
        let share = share.clamp(0.0, 1.0);
        let (scale, at) = match self {
            Self::Light => (BLUES, share),
            // The darkest would be lost on black.
            Self::Dark => (CIVIDIS, 0.1 + 0.9 * share),
        };
        let last = scale.len() - 1;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 9"
        )]
        let (below, rest) = {
            let place = at * last as f64;
            (place.floor() as usize, place.fract())
        };
        scale[below.min(last)].mix(scale[(below + 1).min(last)], rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_can_be_read_on_every_colour() {
        for theme in [Theme::Light, Theme::Dark] {
            for percent in 0..=100 {
                let color = theme.scale(f64::from(percent) / 100.0);
                // 4.5 is WCAG's AA for text; of black and white one always reaches 4.58.
                assert!(color.contrast(color.ink()) >= 4.5, "{}", color.hex());
            }
            for text in [theme.text(), theme.muted()] {
                assert!(text.contrast(theme.background()) >= 4.5);
                assert!(text.contrast(theme.empty()) >= 4.5);
            }
            for at in 0..6 {
                // 3 is WCAG's for graphics, but for the lightest of series.
                assert!(theme.series(at).contrast(theme.background()) >= 2.2, "{at}");
            }
        }
    }

    #[test]
    fn the_scale_is_even_in_lightness() {
        for theme in [Theme::Light, Theme::Dark] {
            let lightness: Vec<f64> = (0..=10)
                .map(|step| theme.scale(f64::from(step) / 10.0).luminance().cbrt())
                .collect();
            let steps: Vec<f64> = lightness.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let (small, large) = steps
                .iter()
                .fold((f64::MAX, 0.0f64), |(small, large), step| {
                    (small.min(step.abs()), large.max(step.abs()))
                });
            assert!(
                steps
                    .iter()
                    .all(|step| (*step < 0.0) == (theme == Theme::Light))
            );
            assert!(large < 2.0 * small, "{steps:?}");
        }
    }
}
