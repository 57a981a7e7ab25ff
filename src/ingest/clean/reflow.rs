//! Decides which lines continue the line before: texts that were wrapped at a fixed width.
//!
//! In: consecutive kept lines and how long they are in the source. Out: for each line how it follows
//! the one before. Lines count as wrapped only if most of those that end no sentence are equally
//! full; a line is continued only if it is full and no heading follows – where lines are cut at one
//! exact length also after a sentence that ends there, where paragraphs are indented before every
//! line that is not. Not its job: joining display text (`compose`).

use super::shape;
use super::widths::{self, Length};

/// Bytes of a line that may be full (of digits and letters, of characters and marks).
const BYTES: std::ops::RangeInclusive<usize> = 32..=240;
/// Of a short text two full lines will do, if they are of one length to the character.
pub(super) const MIN_EXACT: usize = 2;

/// A kept line.
pub(crate) struct Line<'t> {
    /// Its folded text.
    pub(crate) text: &'t str,
    /// It cannot be joined to the line before: something was dropped between.
    pub(crate) is_apart: bool,
    /// A blank line stands before it.
    pub(crate) after_gap: bool,
    /// White space stands before it in its line.
    pub(crate) is_indented: bool,
}

/// How a line follows the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follows {
    /// It begins a paragraph.
    Apart,
    /// It continues the line; words are not cut at line ends.
    Continues,
    /// It continues the line, which was cut at an exact length, within a word perhaps.
    CutOff,
}

/// Returns for each line how it follows the line before it. `length` tells how long a line is in the
/// source, without what was injected and with it; only lines that may be wrapped are asked for.
pub(crate) fn continued(lines: &[Line<'_>], length: &dyn Fn(usize) -> [Length; 2]) -> Vec<Follows> {
    let mut follows = vec![Follows::Apart; lines.len()];
    let mut start = 0;
    // A longer line was not wrapped: it ends the run.
    while start < lines.len() {
        let len = lines[start..]
            .iter()
            .take_while(|line| line.text.len() <= *BYTES.end())
            .count();
        let run = &lines[start..start + len];
        if len > 1 && may_be_wrapped(run) {
            let lengths: Vec<[Length; 2]> = (start..start + len).map(length).collect();
            judge_run(run, &lengths, &mut follows[start..start + len]);
        }
        start += len + 1;
    }
    follows
}

/// Whether a line is long enough and ends no sentence: a look at lengths and last characters.
fn may_be_wrapped(lines: &[Line<'_>]) -> bool {
    lines
        .iter()
        .any(|line| BYTES.contains(&line.text.len()) && !ends_sentence(line.text))
}

fn judge_run(lines: &[Line<'_>], lengths: &[[Length; 2]], follows: &mut [Follows]) {
    let measured = |kind: usize| -> Vec<Length> { lengths.iter().map(|both| both[kind]).collect() };
    let is_injected = lengths.iter().any(|both| both[0] != both[1]);
    let either = |of: widths::Estimate| {
        of(lines, measured(0)).or_else(|| is_injected.then(|| of(lines, measured(1)))?)
    };
    let width = either(widths::of_run).or_else(|| either(widths::of_cut_word));
    let Some(width) = width else {
        return;
    };
    for at in 1..lines.len() {
        let (before, line) = (&lines[at - 1], &lines[at]);
        let is_cut = width.is_cut(at - 1);
        let is_apart = line.is_apart || (line.after_gap && !width.is_spaced);
        if is_apart || !(is_cut || width.is_full(at - 1)) || begins_anew(line.text) {
            continue;
        }
        let continues = match (width.is_indented, width.keeps_indented) {
            (true, _) => !line.is_indented,
            (_, true) if line.is_indented => false,
            _ => is_cut || !ends_sentence(before.text),
        };
        if continues {
            follows[at] = match is_cut {
                true => Follows::CutOff,
                false => Follows::Continues,
            };
        }
    }
}

/// Whether a line is no continuation whatever stands before it.
pub(super) fn begins_anew(text: &str) -> bool {
    shape::is_heading(text) || shape::is_number_line(text) || shape::is_date_row(text)
}

pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['。', '!', '?', ';', ':', '」'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follows(text: &str) -> Vec<Follows> {
        let mut after_gap = false;
        let mut lines = Vec::new();
        for line in text.lines() {
            if !line.trim().is_empty() {
                lines.push(Line {
                    text: line.trim(),
                    is_apart: false,
                    after_gap,
                    is_indented: line.starts_with([' ', '\u{3000}']),
                });
            }
            after_gap = line.trim().is_empty();
        }
        let length = |at: usize| {
            let line = text.lines().filter(|line| !line.trim().is_empty()).nth(at);
            [Length::of(line.unwrap_or_default().chars()); 2]
        };
        continued(&lines, &length)
    }

    fn joined(text: &str) -> Vec<bool> {
        let follows = follows(text);
        follows
            .iter()
            .map(|follows| *follows != Follows::Apart)
            .collect()
    }

    /// Text cut into lines of so many characters, as programs without rules for line ends do.
    fn cut(paragraph: &str, length: usize) -> String {
        let characters: Vec<char> = paragraph.chars().collect();
        let lines: Vec<String> = characters
            .chunks(length)
            .map(|line| line.iter().collect())
            .collect();
        lines.join("\n")
    }

    const FIRST: &str = "会议认为,全县上下要把项目建设作为经济工作的主要抓手,持续加大对重点产业的支持力度,主动对接企业需求,帮助企业解决生产经营中的困难和问题,推动各项工作落到实处。";
    const SECOND: &str = "各乡镇要结合本地实际制定工作方案,明确责任分工和完成时限,定期向县政府报告进展情况,确保全年目标任务顺利完成,为全县经济社会发展作出新的贡献。";

    #[test]
    fn wrapped_lines_are_joined_and_headings_kept() {
        let text = "会议认为,全县上下要把项目建设作为经济工作的主要抓手,持续加大对\n重点产业的支持力度,主动对接企业需求,帮助企业解决生产经营中的困\n难和问题,推动各项工作落到实处。\n一、总体要求\n各乡镇要结合本地实际制定工作方案,明确责任分工和完成时限,定期向\n县政府报告进展情况,确保全年目标任务顺利完成,为全县经济社会发展\n作出新的贡献。";
        assert_eq!(joined(text), [false, true, true, false, false, true, true]);
    }

    #[test]
    fn one_cut_word_shows_the_width() {
        for (text, wanted) in [
            // 项目 goes on below, and so do the lines that are as wide.
            (
                "根据全县工作安排,经组织申报、专家评审,现将拟支持项\n目予以公示,公示期五个工作日,公示期内如有异议,请以\n实名反映。\n甲县财政局",
                vec![false, true, true, false],
            ),
            // Rows of a list do not complete each other.
            (
                "甲县第一建筑工程有限公司,注册资本一千万元,有限公司\n法定代表人王某,住所在甲县,电话另行通知。",
                vec![false, false],
            ),
            (
                "全县要加强组织领导,明确目标任务,细化工作措施\n各乡镇要把责任落到实处。",
                vec![false, false],
            ),
        ] {
            assert_eq!(joined(text), wanted, "{text}");
        }
    }

    #[test]
    fn numbers_and_words_are_cut_only_by_an_exact_length() {
        let text = cut(
            &format!("{SECOND}全年实现生产总值12345.6亿元,引进reasonable项目。"),
            24,
        );
        assert!(
            follows(&text)[1..]
                .iter()
                .all(|follows| *follows == Follows::CutOff),
            "{text}"
        );
    }

    #[test]
    fn any_width_is_joined_and_paragraphs_are_kept() {
        for length in 24..=40 {
            let text = format!(
                "{}\n一、总体要求\n{}",
                cut(FIRST, length),
                cut(SECOND, length)
            );
            let starts: Vec<usize> = joined(&text)
                .iter()
                .enumerate()
                .filter(|(_, joined)| !**joined)
                .map(|(at, _)| at)
                .collect();
            let second = FIRST.chars().count().div_ceil(length);
            assert_eq!(starts, [0, second, second + 1], "{length}: {text}");
        }
    }

    #[test]
    fn a_sentence_that_ends_with_its_line_goes_on_where_lines_are_cut() {
        let head = "各乡镇要结合本地实际制定工作方案,明确责任分工和期限。";
        let text = cut(&format!("{head}{SECOND}"), head.chars().count());
        assert!(joined(&text)[1..].iter().all(|joined| *joined), "{text}");
    }

    #[test]
    fn paragraphs_between_blank_lines_are_judged_together() {
        let text = format!("{}\n\n{}", cut(FIRST, 32), cut(SECOND, 32));
        assert_eq!(joined(&text), [false, true, true, false, true, true]);
        let spaced = format!("{}\n{}", cut(FIRST, 32), cut(SECOND, 32)).replace('\n', "\n\n");
        assert_eq!(joined(&spaced), [false, true, true, false, true, true]);
    }

    #[test]
    fn an_indentation_begins_a_paragraph() {
        let text = format!(
            "  {}\n  {}\n  {}",
            cut(FIRST, 28),
            cut(SECOND, 28),
            cut(FIRST, 28)
        );
        assert_eq!(
            joined(&text),
            [false, true, true, false, true, true, false, true, true]
        );
    }

    /// A law's articles, most of them a line or two long, cut at so many characters.
    fn law(indentation: &str, length: usize) -> String {
        let articles = [
            "第一章 总则",
            "第一条 为了规范河道采砂管理,保障防洪和通航安全,根据有关法律和行政法规的规定,制定本办法。",
            "第二条 县水利局负责本行政区域内河道采砂的监督管理工作,其他有关部门在各自职责范围内做好相关工作。",
            "第三条 申请人不得有下列行为:",
            "(一)伪造、涂改许可证的;",
            "(二)超出许可范围开采的;",
            "第四条 许可证有效期为一年。",
            "第二章 监督检查",
            "第五条 县水利局应当自收到申请之日起二十个工作日内作出是否准予许可的决定,并书面告知申请人。",
            "第六条 采砂作业应当设立明显标志。",
            "第七条 堆放砂石的场地由各乡镇统一规划,任何单位和个人不得在河道管理范围内擅自设置弃料堆。",
            "第八条 本办法自发布之日起施行。",
        ];
        let cut = |article: &&str| cut(&format!("{indentation}{article}"), length);
        articles.iter().map(cut).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn short_articles_are_wrapped_where_what_follows_completes_them() {
        for indentation in ["", "\u{3000}\u{3000}"] {
            for length in 26..=34 {
                let text = law(indentation, length);
                let wanted: Vec<bool> = text
                    .lines()
                    .map(|line| !line.trim().starts_with(['第', '(']))
                    .collect();
                assert_eq!(joined(&text), wanted, "{text}");
                assert!(wanted.iter().filter(|joined| **joined).count() >= 4);
            }
        }
    }

    #[test]
    fn what_was_injected_counts_where_the_page_was_cut_with_it() {
        let lines: Vec<String> = cut(FIRST, 30).lines().map(str::to_owned).collect();
        let kept: Vec<Line<'_>> = lines
            .iter()
            .map(|line| Line {
                text: line,
                is_apart: false,
                after_gap: false,
                is_indented: false,
            })
            .collect();
        // Annotations of another number in each line: only one of the two lengths tells.
        let plain = |at: usize| Length::of(lines[at].chars());
        let other = |at: usize| Length {
            columns: 42 + 13 * (at * 7 % 5),
            characters: 30 + 5 * (at * 7 % 5),
        };
        let count = |follows: Vec<Follows>| {
            let joined = follows.iter().filter(|follows| **follows != Follows::Apart);
            joined.count()
        };
        assert_eq!(
            count(continued(&kept, &|at| [plain(at), other(at)])),
            lines.len() - 1
        );
        assert_eq!(
            count(continued(&kept, &|at| [other(at), plain(at)])),
            lines.len() - 1
        );
    }

    #[test]
    fn tables_and_numbered_titles_of_one_length_are_not_joined() {
        let table = "1 河道疏浚工程建设项目 县水利局、县财政局 2012年6月底前\n2 农村公路养护工程项目 县交通局、县财政局 2012年9月底前\n3 校舍修缮加固工程项目 县教育局、县财政局 2012年8月底前\n4 粮食烘干中心建设项目 县农业局、县财政局 2012年7月底前\n5 集贸市场整治工程项目 县商务局、县财政局 2012年5月底前";
        let duties = "第一章 职责,县水利局负责河道疏浚、采砂管理工作\n第二章 分工,县交通局负责农村公路、养护管理工作\n第三章 保障,县财政局负责落实经费、监督检查工作\n第四章 监督,县审计局负责资金审计、跟踪问效工作";
        let hymns = "迎着东方的朝霞,我们走在宽阔的田野和大道上\n向着幸福的明天,他们唱着嘹亮的赞歌和山歌里\n沿着奔腾的江河,大家举起高高的旗帜和火把来\n踏着坚实的大地,人们怀着热烈的希望和梦想去";
        for text in [table, duties, hymns] {
            assert!(joined(text).iter().all(|joined| !joined), "{text}");
        }
    }

    #[test]
    fn paragraphs_and_lists_are_not_joined() {
        let list = "甲县人民政府\n乙县人民政府办公室\n丙市发展和改革委员会\n丁市财政局\n戊市";
        let paragraphs = "会议指出,要抓好落实。\n会议强调,要加强领导。\n会议要求,要明确责任。\n会议决定,成立小组。\n会议结束。";
        let titles = "甲县人民政府关于加强河道采砂管理工作的通知\n甲县人民政府关于开展校舍安全检查的通知\n甲县人民政府关于做好秋冬种生产工作的通知\n甲县人民政府关于建立困难群众救助制度的意见\n甲县人民政府关于公布行政许可事项的决定";
        let addresses = "甲县东街镇人民政府便民服务中心东街一号\n乙乡政务服务大厅综合窗口乙乡集镇中心路二十二号\n丙镇便民服务中心丙镇新区幸福大道十六号院内\n丁街道办事处一楼大厅丁区文化路三号";
        let verse = "春种一粒粟,秋收万颗子\n四海无闲田,农夫犹饿死\n锄禾日当午,汗滴禾下土\n谁知盘中餐,粒粒皆辛苦";
        for text in [list, paragraphs, titles, addresses, verse] {
            assert!(joined(text).iter().all(|joined| !joined), "{text}");
        }
    }
}
