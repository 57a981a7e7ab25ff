//! The level of an organ, by its name and its place.

use super::is_central;
use crate::model::Region;

/// Returns the level of an organ in a place: 国家, 省, 市, 县 or 园区; none where neither tells.
#[must_use]
pub fn level(issuer: &str, region: Option<&Region>) -> Option<&'static str> {
    if is_zone_organ(issuer) {
        return Some("园区");
    }
    if is_central(issuer) || issuer.starts_with("最高人民") {
        return Some("国家");
    }
    match region {
        Some(Region {
            county: Some(_), ..
        }) => Some("县"),
        Some(Region { city: Some(_), .. }) => Some("市"),
        Some(_) => Some("省"),
        None => by_name(issuer),
    }
}

fn is_zone_organ(issuer: &str) -> bool {
    [
        "开发区管",
        "园区管",
        "高新区管",
        "经开区管",
        "新区管",
        "试验区管",
        "保税区管",
        "示范区管",
        "集聚区管",
    ]
    .iter()
    .any(|zone| issuer.contains(zone))
}

/// The name alone tells a province and a county; 市 may be either.
fn by_name(issuer: &str) -> Option<&'static str> {
    let bare = issuer.strip_prefix("中共").unwrap_or(issuer);
    let place_ends = bare.find(['省', '市', '县']).map(|at| &bare[at..])?;
    if place_ends.starts_with('省') {
        Some("省")
    } else if place_ends.starts_with('县') {
        Some("县")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_the_place() {
        let place = |city: Option<&str>, county: Option<&str>| Region {
            province: "某某省".to_owned(),
            city: city.map(str::to_owned),
            county: county.map(str::to_owned),
        };
        assert_eq!(level("科学技术部", None), Some("国家"));
        assert_eq!(
            level("某某省人民政府", Some(&place(None, None))),
            Some("省")
        );
        assert_eq!(
            level("某某市人民政府", Some(&place(Some("某某市"), None))),
            Some("市")
        );
        assert_eq!(
            level("某市人民政府", Some(&place(Some("甲市"), Some("某市")))),
            Some("县")
        );
        assert_eq!(
            level("某某高新技术产业开发区管理委员会", None),
            Some("园区")
        );
    }
}
