//! The chapters at both ends: summary and purpose; analysis, improvements, criteria, steps to reproduce, references.

use text::Lang;

use super::{life, name, share};
use crate::chapter::Chapter;
use crate::document::{Block, Item, Link, command, list, paragraph};
use crate::facts::{Facts, ProductionFacts};
use crate::findings::{Finding, findings};
use crate::words;

pub fn summary(facts: &Facts, lang: Lang) -> Vec<Block> {
    let percent = |value: f64| lang.percent(value, 1);
    let mut items = Vec::new();
    for classifier in &facts.classifiers {
        items.extend(classifier.measured.as_ref().map(|measured| {
            let accuracy = measured.accuracy;
            let n = lang.count(accuracy.n as u64);
            lang.report_summary_accuracy(&name(classifier, lang), &share(accuracy, lang), &n)
        }));
    }
    let card = &facts.card;
    items.extend(facts.seeds().map(|(seeds, range)| {
        let [low, high] = range.map(percent);
        let count = lang.count(seeds.values.len() as u64);
        lang.report_summary_seeds(&percent(seeds.mean), &low, &high, &count)
    }));
    let novelty = lang.number(card.mean_novelty_auc, 3);
    items.push(lang.report_summary_quality(&lang.number(card.mean_auc, 3), &novelty));
    items.extend(facts.policy.as_ref().map(|policy| {
        let [accepted, wrong] = [policy.accepted(), policy.wrong_among_accepted()];
        lang.report_summary_policy(&percent(accepted.value), &percent(wrong.value))
    }));
    items.extend(facts.photos.as_ref().map(|photos| {
        let test = &photos.test;
        let n = lang.count(test.right.n as u64);
        lang.report_summary_photos(
            &percent(test.right.value),
            &n,
            &percent(test.wrong_among_accepted.value),
        )
    }));
    items.extend(facts.productions.iter().map(|own| production(own, lang)));
    items.extend(facts.comparisons.iter().rev().find_map(|own| {
        let verdict = own.verdict.as_ref()?;
        Some(lang.comparison_verdict(verdict, own.comparison.plan.class))
    }));
    vec![list(items)]
}

/// A production in a sentence or two.
fn production(own: &ProductionFacts, lang: Lang) -> String {
    let shifts: Vec<String> =
        own.shifts.iter().flatten().map(|shift| life::shift_words(shift, lang)).collect();
    let words = match (shifts.is_empty(), &own.alarms, own.confidence) {
        (false, ..) => shifts.join(" "),
        (true, Some(alarms), _) => life::alarm_words(alarms, lang),
        (true, None, Some((mean, p10))) => {
            lang.report_production_confidence(&lang.percent(mean, 1), &lang.percent(p10, 1))
        }
        (true, None, None) => lang.report_production_records(own.records),
    };
    lang.report_summary_production(&own.name, &words)
}

pub fn purpose(lang: Lang) -> Vec<Block> {
    vec![
        paragraph(lang.report_purpose_1()),
        paragraph(lang.report_purpose_2()),
        paragraph(lang.report_purpose_3()),
    ]
}

pub fn analysis(facts: &Facts, lang: Lang) -> Vec<Block> {
    let Some(subject) = facts.subject() else { return vec![paragraph(lang.finding_none())] };
    let found = findings(facts);
    vec![
        paragraph(lang.finding_intro(&name(subject, lang))),
        list(found.iter().map(|finding| words::finding(finding, lang))),
    ]
}

pub fn improvements(facts: &Facts, lang: Lang) -> Vec<Block> {
    let found: Vec<Finding> = findings(facts);
    let mut proposed: Vec<String> = Vec::new();
    for words in found.iter().filter_map(|finding| words::improvement(finding, lang)) {
        if !proposed.contains(&words) {
            proposed.push(words);
        }
    }
    if proposed.is_empty() {
        return vec![paragraph(lang.improve_none())];
    }
    vec![list(proposed)]
}

pub fn criteria(lang: Lang) -> Vec<Block> {
    let criteria = [
        (lang.criterion_reproducibility(), Chapter::Reproduction),
        (lang.criterion_modelling(), Chapter::Evaluation),
        (lang.criterion_integration(), Chapter::Policy),
        (lang.criterion_deployment(), Chapter::Decisions),
        (lang.criterion_monitoring(), Chapter::Production),
        (lang.criterion_code(), Chapter::Reproduction),
    ];
    let items = criteria.map(|(text, chapter)| Item {
        text: text.to_owned(),
        link: Some(Link {
            text: lang.criterion_see(chapter.title(lang)),
            target: format!("#{}", chapter.slug()),
        }),
    });
    vec![paragraph(lang.criteria_intro()), Block::List { items: items.to_vec() }]
}

pub fn reproduction(facts: &Facts, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![
        paragraph(lang.reproduction_intro()),
        command("vitrina data"),
        command("vitrina models"),
        command("vitrina evaluate"),
        command("vitrina simulate --reference -o reference.jsonl"),
        command("vitrina simulate --preset dirty-camera -o production.jsonl"),
        command("vitrina monitor --reference reference.jsonl --production production.jsonl"),
        command("vitrina experiment imbalance"),
        paragraph(lang.reproduction_all()),
        command("vitrina reproduce --scale full"),
    ];
    if facts.classifiers.iter().any(|own| own.origin == crate::facts::Origin::Own) {
        blocks.push(paragraph(lang.reproduction_own()));
    }
    blocks
}

/// The works that methods come from.
const REFERENCES: [(&str, &str); 16] = [
    (
        "Xiao, Rasul, Vollgraf: Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms, 2017",
        "https://arxiv.org/abs/1708.07747",
    ),
    (
        "Grigorev: Clothing dataset (CC0), 2020",
        "https://github.com/alexeygrigorev/clothing-dataset",
    ),
    (
        "Loshchilov, Hutter: Decoupled Weight Decay Regularization, 2019",
        "https://arxiv.org/abs/1711.05101",
    ),
    (
        "Jordan et al.: Muon: An optimizer for hidden layers in neural networks, 2024",
        "https://kellerjordan.github.io/posts/muon/",
    ),
    (
        "Guo et al.: On Calibration of Modern Neural Networks, 2017",
        "https://arxiv.org/abs/1706.04599",
    ),
    (
        "Wilson: Probable Inference, the Law of Succession, and Statistical Inference, 1927",
        "https://doi.org/10.1080/01621459.1927.10502953",
    ),
    (
        "McNemar: Note on the sampling error of the difference between correlated proportions or percentages, 1947",
        "https://doi.org/10.1007/BF02295996",
    ),
    (
        "Kim et al.: RaPP: Novelty Detection with Reconstruction along Projection Pathway, 2020",
        "https://openreview.net/forum?id=HkgeGeBYDB",
    ),
    (
        "Kullback, Leibler: On Information and Sufficiency, 1951",
        "https://doi.org/10.1214/aoms/1177729694",
    ),
    ("Page: Continuous Inspection Schemes, 1954", "https://doi.org/10.1093/biomet/41.1-2.100"),
    (
        "Bifet, Gavaldà: Learning from Time-Changing Data with Adaptive Windowing, 2007",
        "https://doi.org/10.1137/1.9781611972771.42",
    ),
    (
        "Gama et al.: Learning with Drift Detection, 2004",
        "https://doi.org/10.1007/978-3-540-28645-5_29",
    ),
    (
        "Radford, Metz, Chintala: Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks, 2016",
        "https://arxiv.org/abs/1511.06434",
    ),
    (
        "Zhao et al.: Differentiable Augmentation for Data-Efficient GAN Training, 2020",
        "https://arxiv.org/abs/2006.10738",
    ),
    (
        "Menon et al.: Long-tail learning via logit adjustment, 2021",
        "https://arxiv.org/abs/2007.07314",
    ),
    (
        "Naeem et al.: Reliable Fidelity and Diversity Metrics for Generative Models, 2020",
        "https://arxiv.org/abs/2002.09797",
    ),
];

pub fn references() -> Vec<Block> {
    let items = REFERENCES.map(|(text, target)| Item {
        text: text.to_owned(),
        link: Some(Link { text: target.to_owned(), target: target.to_owned() }),
    });
    vec![Block::List { items: items.to_vec() }]
}
