//! Findings in words, and what is proposed for each.

use statistics::evaluation::PairedDifference;
use text::Lang;

use crate::findings::{Finding, Leaning, RISK_AIM};

/// What a finding says.
pub fn finding(finding: &Finding, lang: Lang) -> String {
    let percent = |value: f64| lang.percent(value, 1);
    let fine = |value: f64| lang.percent(value, 2);
    let class = |class| lang.class_name(class);
    match finding {
        Finding::WeakestClass { class: weak, recall, mistaken } => {
            let n = lang.report_of_n(&lang.count(recall.n as u64));
            let mut words =
                lang.finding_weakest(class(*weak), &format!("{} ({n})", percent(recall.value)));
            if let Some((taken, share)) = mistaken {
                let more = lang.finding_mistaken(class(*weak), class(*taken), &percent(*share));
                words += &format!(" {more}");
            }
            words
        }
        Finding::Calibration { ece, before, leaning, is_reliable } => {
            let told = if *is_reliable { Lang::finding_reliable } else { Lang::finding_unreliable };
            let words = told(lang, &fine(*ece), &fine(*before));
            match leaning {
                Leaning::Over => format!("{words} {}", lang.finding_over()),
                Leaning::Under => format!("{words} {}", lang.finding_under()),
                Leaning::None => words,
            }
        }
        Finding::EndedEarly { last, before } => {
            lang.finding_ended_early(&percent(*before), &percent(*last))
        }
        Finding::FewEpochs { epochs } => lang.finding_few_epochs(&lang.number(*epochs, 1)),
        Finding::Rare { class: rare, full, rare: few, accuracies: (all, all_few) } => {
            let told = if few < full { Lang::finding_rare } else { Lang::finding_rare_not };
            let [full, few, all, all_few] = [full, few, all, all_few].map(|value| percent(*value));
            told(lang, class(*rare), &full, &few, &all, &all_few)
        }
        Finding::Policy { accepted, wrong } => {
            let told = match (wrong.high <= RISK_AIM, wrong.low > RISK_AIM) {
                (true, _) => Lang::finding_policy_meets,
                (_, true) => Lang::finding_policy_fails,
                _ => Lang::finding_policy_unsure,
            };
            told(lang, &percent(accepted.value), &percent(wrong.value), &lang.percent(RISK_AIM, 0))
        }
        Finding::WeakestAutoencoder { class: weak, error, novelty } => lang.finding_autoencoder(
            class(*weak),
            &lang.number(*error, 3),
            &lang.number(*novelty, 3),
        ),
        Finding::MissedProbe { kind, caught } => {
            lang.finding_probe(lang.probe(*kind), &percent(caught.value))
        }
        Finding::Photos { right, data_set, wrong } => {
            lang.finding_photos(&percent(right.value), &percent(*data_set), &percent(wrong.value))
        }
        Finding::MissedShift { kind, production } => {
            lang.finding_missed(lang.shift_kind(*kind), production)
        }
        Finding::LateShift { kind, records } => lang.finding_late(*records, lang.shift_kind(*kind)),
        Finding::Misled { kind: None, estimate, truth } => {
            lang.finding_misled(&percent(*estimate), &percent(*truth))
        }
        Finding::Misled { kind: Some(kind), estimate, truth } => {
            lang.finding_misled_by(lang.shift_kind(*kind), &percent(*estimate), &percent(*truth))
        }
        Finding::FalseAlarms { alarms, records } => {
            lang.finding_false_alarms(*alarms, &lang.count(*records))
        }
        Finding::NoProduction => lang.finding_no_production().to_owned(),
        Finding::Generator { class: rare, arm, gain, rival: (rival, rival_gain), beats_rival } => {
            let told = if gain.low > 0.0 {
                Lang::finding_generator_helped
            } else {
                Lang::finding_generator_not
            };
            let words =
                told(lang, lang.arm_name(*arm), class(*rare), &lang.comparison_gain_of(gain));
            let rival_told = match beats_rival {
                Some(true) => Lang::finding_rival_worse,
                Some(false) => Lang::finding_rival_better,
                None => Lang::finding_rival_undecided,
            };
            let points = |gain: &PairedDifference| lang.comparison_gain_of(gain);
            let points = rival_gain.as_ref().map_or(lang.report_none().to_owned(), points);
            format!("{words} {}", rival_told(lang, lang.arm_name(*rival), &points))
        }
        Finding::Seeds { seeds, range: [low, high] } => {
            lang.finding_seeds(&percent(*low), &percent(*high), &lang.count(*seeds as u64))
        }
    }
}

/// What is proposed for a finding; none where it needs nothing.
pub fn improvement(finding: &Finding, lang: Lang) -> Option<String> {
    let class = |class| lang.class_name(class);
    let fixed = |words: &str| Some(words.to_owned());
    match finding {
        Finding::WeakestClass { class: weak, mistaken: Some((taken, _)), .. } => {
            Some(lang.improve_class(class(*weak), class(*taken)))
        }
        Finding::Calibration { is_reliable: false, .. } => fixed(lang.improve_calibration()),
        Finding::EndedEarly { .. } | Finding::FewEpochs { .. } => fixed(lang.improve_longer()),
        Finding::Rare { class: rare, full, rare: few, .. } if few < full => {
            Some(lang.improve_rare(class(*rare)))
        }
        Finding::Policy { wrong, .. } if wrong.high > RISK_AIM => fixed(lang.improve_policy()),
        Finding::WeakestAutoencoder { class: weak, .. } => {
            Some(lang.improve_autoencoder(class(*weak)))
        }
        Finding::MissedProbe { kind, .. } => Some(lang.improve_probe(lang.probe(*kind))),
        Finding::Photos { .. } => fixed(lang.improve_photos()),
        Finding::MissedShift { kind, .. } => Some(lang.improve_missed(lang.shift_kind(*kind))),
        Finding::LateShift { .. } => fixed(lang.improve_late()),
        Finding::Misled { .. } => fixed(lang.improve_labels()),
        Finding::FalseAlarms { .. } => fixed(lang.improve_false_alarms()),
        Finding::NoProduction => fixed(lang.improve_production()),
        Finding::Generator { rival: (rival, _), beats_rival, .. } if *beats_rival != Some(true) => {
            Some(lang.improve_generator(lang.arm_name(*rival)))
        }
        Finding::WeakestClass { .. }
        | Finding::Calibration { .. }
        | Finding::Rare { .. }
        | Finding::Policy { .. }
        | Finding::Generator { .. }
        | Finding::Seeds { .. } => None,
    }
}
