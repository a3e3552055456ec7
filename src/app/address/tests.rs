//! What is written into the address is read back, and what is no value of it is passed over.

use protocol::comparison::Figure;

use super::*;

#[test]
fn setting_one_value_leaves_the_others() {
    let search = "lang=es&other=1&normal=bag";
    assert_eq!(with(search, Param::Normal, Some("coat")), "lang=es&other=1&normal=coat");
    assert_eq!(with(search, Param::Lang, None), "other=1&normal=bag");
    assert_eq!(with("", Param::Device, Some("cpu")), "device=cpu");
}

#[test]
fn a_link_to_another_page_keeps_language_device_reading_and_rare_classes_alone() {
    let search = "sample=bag&normal=coat&rare=bag:0.1&lang=es&x=1&device=cpu&class=bag";
    assert_eq!(travelling(search), "lang=es&device=cpu&normal=coat&rare=bag:0.1");
    assert_eq!(join("/predict/", &travelling("")), "/predict/");
}

#[test]
fn what_is_written_is_read_back() {
    for wish in [DeviceWish::Cpu, DeviceWish::Webgpu] {
        let search = with("", Param::Device, device_value(wish));
        assert_eq!(device(&search), Some(wish));
    }
    for class in Class::ALL {
        let normal = Reading::NormalClass(class);
        assert_eq!(reading(&with("", Param::Normal, reading_value(normal))), Some(normal));
        assert_eq!(sample(&format!("sample={}", class.slug())), Some(class));
    }
}

#[test]
fn thresholds_are_read_back_to_the_last_bit_and_travel() {
    let (confidence, ratio) = (0.856_312_4_f32, 1.2_f32);
    let search = with("lang=es", Param::Confidence, Some(&threshold_value(confidence)));
    let search = with(&search, Param::Ratio, Some(&threshold_value(ratio)));
    assert_eq!(thresholds(&search), (Some(confidence), Some(ratio)));
    assert_eq!(travelling(&search), search);
    assert_eq!(thresholds("confidence=1.2&ratio=0"), (None, None));
    assert_eq!(thresholds("confidence=NaN&ratio=inf"), (None, None));
    assert_eq!(thresholds("confidence=much&ratio="), (None, None));
    assert_eq!(thresholds("confidence=1&ratio=30"), (Some(1.0), Some(30.0)));
}

#[test]
fn rare_classes_are_read_back_in_the_order_of_their_labels() {
    let choice = rare("lang=es&rare=shirt:0.1,coat:0.05");
    let expected = [
        Imbalance { class: Class::Coat, ratio: 0.05 },
        Imbalance { class: Class::Shirt, ratio: 0.1 },
    ];
    assert_eq!(choice, expected);
    let value = rare_value(&choice);
    assert_eq!(value.as_deref(), Some("coat:0.05,shirt:0.1"));
    assert_eq!(rare(&with("", Param::Rare, value.as_deref())), expected);
    assert_eq!(rare("rare=shirt%3A0.1%2Ccoat%3a0.05"), expected);
    assert_eq!(rare_value(&[]), None);
    for percent in 1..100 {
        let one = [Imbalance { class: Class::AnkleBoot, ratio: f64::from(percent) / 100.0 }];
        assert_eq!(rare(&with("", Param::Rare, rare_value(&one).as_deref())), one);
    }
}

#[test]
fn a_share_that_is_none_and_a_class_named_twice_are_passed_over() {
    assert!(rare("rare=shirt:0,coat:1,bag:-1,hat:0.5,dress:x,coat").is_empty());
    let twice = [Imbalance { class: Class::Bag, ratio: 0.12 }];
    assert_eq!(rare("rare=bag:0.123,bag:0.5"), twice);
    let all: Vec<_> = Class::ALL.map(|class| format!("{}:0.5", class.slug())).into();
    assert_eq!(rare(&format!("rare={}", all.join(","))).len(), MAX_RARE);
}

#[test]
fn class_and_part_are_read_back() {
    assert_eq!(class("class=ankle-boot"), Some(Class::AnkleBoot));
    for part_of_set in Part::ALL {
        let search = with("", Param::Part, part_value(part_of_set));
        assert_eq!(part(&search), part_of_set);
    }
}

#[test]
fn a_preset_is_read_back() {
    for ready_made in Preset::ALL {
        let search = with("lang=es", Param::Preset, Some(ready_made.slug()));
        assert_eq!(preset(&search), Some(ready_made));
    }
    assert_eq!(preset("preset=huge"), None);
}

#[test]
fn models_are_read_back_and_stay_on_their_page() {
    let models = [
        ModelChoice::None,
        ModelChoice::Full,
        ModelChoice::Imbalanced,
        ModelChoice::Run("12".into()),
    ];
    for model in models {
        let search = with("", Param::ModelA, Some(&model.value()));
        assert_eq!(get(&search, Param::ModelA).and_then(ModelChoice::parse), Some(model));
    }
    assert_eq!(ModelChoice::parse("run-"), None);
    assert_eq!(ModelChoice::parse("run-1&x"), None);
    assert_eq!(travelling("a=full&b=none&autoencoder=run-1"), "");
}

#[test]
fn the_class_of_a_generator_comes_from_its_page_else_from_the_rare_classes() {
    let of = |class, ratio| Imbalance { class, ratio };
    assert_eq!(minority(""), of(Class::Shirt, 0.05));
    assert_eq!(minority("rare=coat:0.2,shirt:0.1"), of(Class::Coat, 0.2));
    assert_eq!(minority("rare=coat:0.2&class=bag&keep=1"), of(Class::Bag, 1.0));
    assert_eq!(minority("keep=0.004"), of(Class::Shirt, 0.05));
}

#[test]
fn figure_and_numbers_of_a_comparison_are_read_back() {
    for one in Figure::ALL {
        assert_eq!(figure(&with("", Param::Figure, figure_value(one))), one);
    }
    assert_eq!(figure("figure=beauty"), Figure::F1);
    assert_eq!(number("scale=55000&seeds=0", Param::Scale), Some(55_000));
    assert_eq!(number("scale=55000&seeds=0", Param::Seeds), None);
    assert_eq!(number("steps=-3", Param::Steps), None);
    assert_eq!(travelling("keep=0.1&scale=5000&figure=recall&seeds=1&steps=2"), "");
}

#[test]
fn nonsense_in_the_address_is_ignored() {
    assert_eq!(device("device=quantum"), None);
    assert_eq!(reading("normal=hat"), None);
    assert_eq!(sample("sample"), None);
    assert_eq!(class("class=hat"), None);
    assert_eq!(part("part=all"), Part::Train);
}
