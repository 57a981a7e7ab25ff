//! Texts in an archive that are no policy: machine-written articles, novels set in offices.

use super::Half;
use super::grammar::{Role, Setting, Truth, chinese, person};
use super::random::Random;

/// Sentences of machine-written articles.
const ARTICLE: [&str; 24] = [
    "在当今社会，{t}已经成为人们广泛关注的热点话题。",
    "随着时代的快速发展，{t}的重要性日益凸显，越来越受到各方重视。",
    "本文将深入探讨{t}的背景、内容与意义，帮助读者全面了解相关知识。",
    "接下来，我们将从多个角度对{t}进行详细分析。",
    "首先，我们需要了解什么是{n}，以及它为什么如此重要。",
    "其次，{n}在实际应用中发挥着不可或缺的作用。",
    "此外，值得注意的是，{n}还面临着诸多挑战和机遇。",
    "最后，我们还应当关注{n}的未来发展趋势。",
    "总的来说，{t}是一项复杂而系统的工程，需要全社会的共同努力。",
    "综上所述，{t}不仅关系到每个人的切身利益，更关系到社会的可持续发展。",
    "希望本文能够为您提供有价值的参考和启示。",
    "如果您对{t}还有其他疑问，欢迎在评论区留言讨论。",
    "让我们携手并进，共同迎接更加美好的明天！",
    "你是否曾经想过，{n}究竟意味着什么呢？下面就让我们一起来揭开它的神秘面纱。",
    "通过以上分析，我们不难发现，{n}具有十分深远的影响。",
    "众所周知，{n}是当下最受关注的领域之一，其前景令人期待。",
    "与此同时，{n}也在不断创新，为各行各业注入新的活力。",
    "毫无疑问，{n}将在未来发挥越来越重要的作用。",
    "由此可见，{n}正在悄然改变着我们的生活方式。",
    "通过本文的介绍，相信大家对{t}已经有了更加清晰的认识。",
    "作为一个重要的组成部分，{n}的价值不容忽视。",
    "在这个过程中，{n}无疑扮演着至关重要的角色。",
    "一方面，{n}提升了整体效率；另一方面，它也带来了新的思考。",
    "那么，如何才能更好地推进{t}呢？以下几点建议或许能给您带来帮助。",
];

/// Sentences of novels.
const NOVEL: [&str; 28] = [
    "{A}放下电话，点上一支烟，望着窗外的县委大院，久久没有说话。",
    "“{B}书记，常务会议马上就要开始了。”秘书轻轻推开门，低声说道。",
    "{A}心里咯噔一下，他知道，这次人事调整恐怕没有那么简单。",
    "“你以为我不知道？”{B}冷笑一声，把茶杯重重地放在桌上。",
    "会议室里鸦雀无声，所有人的目光都落在了{A}身上。",
    "{A}微微一笑，说道：“县长放心，这件事我一定办得妥妥当当。”",
    "她咬了咬嘴唇，眼圈一红，转身跑了出去。",
    "{B}脸色铁青，半天才从牙缝里挤出一句话：“好，很好。”",
    "夜色渐深，黑色轿车悄悄驶出了市政府的后门。",
    "“老同学，多年不见，你可是越来越有派头了。”{A}哈哈大笑，伸出手去。",
    "谁也没有想到，这个年轻的副镇长竟然有如此深厚的背景。",
    "{A}的手机忽然响了，屏幕上跳动着一个陌生的号码。",
    "他叹了口气，心想，官场如战场，一步走错，满盘皆输。",
    "{B}瞥了他一眼，慢条斯理地说：“年轻人，不要太着急嘛。”",
    "推开门的一刹那，{A}愣住了，眼前站着的竟然是她。",
    "“组织上已经决定了，由你去开发区主持工作。”部长拍了拍他的肩膀。",
    "{A}喝了一口酒，苦笑着摇了摇头，什么也没有说。",
    "雨越下越大，{B}站在屋檐下，心乱如麻。",
    "“这份文件，你看过没有？”{B}把材料扔了过来，语气里满是不悦。",
    "{A}翻了翻，额头上顿时渗出了一层细密的汗珠。",
    "她笑盈盈地走过来，身上淡淡的香水味让{A}有些走神。",
    "秘书长使了个眼色，{A}立刻会意，把到了嘴边的话又咽了回去。",
    "窗外忽然传来一阵急促的脚步声，两人同时抬起头来。",
    "“是他！”{A}猛地站起身，椅子哐当一声倒在地上。",
    "第二天一早，关于{B}要调走的消息就传遍了整个大院。",
    "{A}暗暗握紧了拳头，他发誓，总有一天要把失去的都拿回来。",
    "听到这句话，{B}先是一怔，随即仰头大笑起来。",
    "饭局散了以后，{A}独自一人沿着江边慢慢地走，心里五味杂陈。",
];

/// Returns a machine-written article.
pub(crate) fn article(half: Half, random: &mut Random) -> Truth {
    let setting = Setting::draw(half, random);
    let title = match random.below(3) {
        0 => format!("{}：全面解析与未来展望", setting.topic.name),
        1 => format!("一文读懂{}", setting.topic.name),
        _ => format!("深入了解{}的重要意义", setting.topic.name),
    };
    let mut truth = Truth {
        title: title.clone(),
        kind: "article",
        ..Truth::default()
    };
    truth.flags.push("generated");
    truth.push(Role::Title, title);
    truth.push(Role::Heading, ["引言", "前言"][random.below(2)]);
    truth.push(Role::Body, several(&setting, random));
    for (index, heading) in ["背景介绍", "核心内容", "面临的挑战", "未来展望"]
        .iter()
        .enumerate()
    {
        truth.push(Role::Heading, format!("{}、{heading}", chinese(index + 1)));
        for _ in 0..random.between(1, 3) {
            truth.push(Role::Body, several(&setting, random));
        }
    }
    truth.push(Role::Heading, ["结语", "总结"][random.below(2)]);
    truth.push(Role::Body, several(&setting, random));
    truth
}

fn several(setting: &Setting, random: &mut Random) -> String {
    setting.paragraph(&ARTICLE, random)
}

/// Returns a chapter of a novel.
pub(crate) fn novel(half: Half, random: &mut Random) -> Truth {
    let (one, two) = (person(random), person(random));
    let chapter = random.between(2, 98);
    let name = ["暗流涌动", "不速之客", "临危受命", "一石二鸟"][random.below(4)];
    let title = format!("第{}章　{name}", chinese(chapter));
    let mut truth = Truth {
        title: title.clone(),
        kind: "article",
        ..Truth::default()
    };
    truth.flags.push("novel");
    truth.push(Role::Title, title);
    for _ in 0..random.between(14, 30) {
        let text: String = (0..random.between(1, 3))
            .map(|_| {
                random
                    .pick_half(half, &NOVEL)
                    .replace("{A}", &one)
                    .replace("{B}", &two)
            })
            .collect();
        truth.push(Role::Body, text);
    }
    truth
}
