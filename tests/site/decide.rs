//! The lines are drawn over the validation images, move by hand and by keys, are kept, and hold on
//! the other pages.

use tests::browser::{Options, Page};
use thirtyfour::Key;
use thirtyfour::prelude::*;

use crate::{START, card, says};

/// Accepted, reviewed and rejected images, as the page says them once the lines lie still.
async fn counts(page: &Page) -> Option<[u64; 3]> {
    let spoken = "return document.querySelector('[aria-labelledby=counts-title] [role=status]')?.textContent ?? ''";
    let text = page.script(spoken).await;
    let rest = text.as_str()?;
    let rest = &rest[rest.find("Accept ")?..];
    let words = rest.strip_prefix("Accept ")?.split_once(';')?.0.replace(',', "");
    let mut numbers = words.split_whitespace().filter_map(|word| word.parse().ok());
    Some([numbers.next()?, numbers.next()?, numbers.next()?])
}

/// The counts once they are others than `before`.
async fn other_counts(page: &Page, before: [u64; 3]) -> [u64; 3] {
    let changed = || async { counts(page).await.is_some_and(|now| now != before) };
    page.wait_until(START, "other counts", changed).await;
    counts(page).await.expect("they are there")
}

async fn address(page: &Page) -> String {
    page.script("return location.search").await.as_str().unwrap_or_default().to_owned()
}

async fn address_has(page: &Page, part: &str) {
    let there = || async { address(page).await.contains(part) };
    page.wait_until(START, part, there).await;
}

/// The page once the validation images are judged.
async fn decide(options: &Options) -> (Page, [u64; 3]) {
    let page = Page::open("decide?lang=en&device=cpu", options).await;
    page.node("heading", "Where do you draw the lines?").await;
    let judged = || async { counts(&page).await.is_some() };
    page.wait_until(START, "the validation images judged", judged).await;
    let first = counts(&page).await.expect("they are there");
    (page, first)
}

async fn type_in(page: &Page, name: &str, text: &str) {
    let field = page.find("spinbutton", name).await;
    field.send_keys(Key::Control + "a").await.expect("the field takes keys");
    field.send_keys(text.to_owned() + Key::Enter).await.expect("the field takes keys");
}

#[tokio::test]
async fn lines_move_by_key_number_rule_and_hand_and_are_kept() {
    let (page, first) = decide(&Options::default()).await;
    assert_eq!(first.iter().sum::<u64>(), 5_000);
    assert!(first[0] > 4_000, "{first:?}");
    assert!(!address(&page).await.contains("confidence"), "calibrated lines need no word");

    let slider = page.find("slider", "Minimum confidence").await;
    slider.send_keys(Key::Right + Key::Right).await.expect("the slider takes keys");
    let keyed = other_counts(&page, first).await;
    assert!(keyed[0] < first[0] && keyed[2] == first[2], "{first:?} to {keyed:?}");
    // Two steps of half a percent.
    let calibrated = card()["min_confidence"].as_f64().expect("a number");
    let moved = (calibrated * 1000.0 + 10.0).round() / 1000.0;
    address_has(&page, &format!("confidence={moved}")).await;

    type_in(&page, "Times the limit", "0.5").await;
    let typed = other_counts(&page, keyed).await;
    assert!(typed[2] > keyed[2], "{keyed:?} to {typed:?}");
    address_has(&page, "ratio=0.5").await;
    type_in(&page, "Times the limit", "-3").await;
    page.wait_until(START, "the refusal", || async {
        says(&page).await.contains("the line stays where it was")
    })
    .await;
    assert_eq!(counts(&page).await, Some(typed));

    page.click("button", "Strict").await;
    let strict = other_counts(&page, typed).await;
    page.click("button", "Permissive").await;
    let permissive = other_counts(&page, strict).await;
    assert!(permissive[0] > strict[0], "{strict:?} and {permissive:?}");
    page.click("button", "Undo").await;
    assert_eq!(other_counts(&page, permissive).await, strict);

    drag_confidence(&page).await;
    let dragged = other_counts(&page, strict).await;
    assert_eq!(dragged[2], strict[2], "the other line stays");

    let search = address(&page).await;
    page.goto("decide?lang=en&device=cpu").await;
    page.wait_until(START, "the counts after a reload", || async {
        counts(&page).await == Some(dragged)
    })
    .await;
    address_has(&page, search.trim_start_matches("?lang=en&device=cpu")).await;
    page.click("button", "Reset to calibrated").await;
    assert_eq!(other_counts(&page, dragged).await, first);
    assert!(!address(&page).await.contains("confidence"), "{}", address(&page).await);
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

/// Drags the upright line a fifth of the plane to the left with the pointer.
async fn drag_confidence(page: &Page) {
    let line = page.driver().find(By::Css(".decide-line.is-confidence")).await;
    let line = line.expect("the line is there");
    line.scroll_into_view().await.expect("it can be seen");
    let width = page.script("return document.querySelector('.decide-field').clientWidth").await;
    let by = -(width.as_f64().expect("a width") / 5.0) as i64;
    let drag = page.driver().action_chain().click_and_hold_element(&line);
    let drag = drag.move_by_offset(by / 2, 0).move_by_offset(by - by / 2, 0).release();
    drag.perform().await.expect("the line can be dragged");
}

#[tokio::test]
async fn lines_that_were_moved_change_the_verdict_on_another_page() {
    let (page, first) = decide(&Options::default()).await;
    let verdict = |wanted: &'static str| {
        let page = &page;
        async move {
            page.goto("predict?lang=en&device=cpu&sample=trouser").await;
            page.wait_until(START, wanted, || async { says(page).await.contains(wanted) }).await;
        }
    };
    verdict("Accept Trouser").await;
    page.goto("decide?lang=en&device=cpu").await;
    page.wait_until(START, "the counts", || async { counts(&page).await.is_some() }).await;
    type_in(&page, "Times the limit", "0.15").await;
    other_counts(&page, first).await;
    page.click("link", "Predict").await;
    address_has(&page, "ratio=0.15").await;
    verdict("Reject Trouser").await;
    // The API answers by the same lines.
    let ask = "
        const picture = await (await fetch('/samples/trouser.png')).blob();
        const health = async () => (await fetch('/api/health')).status;
        while ((await health()) !== 200) await new Promise((resume) => setTimeout(resume, 100));
        const response = await fetch('/api/predict', { method: 'POST', body: picture });
        return (await response.json()).verdict;
    ";
    let ask = format!("return (async () => {{ {ask} }})()");
    assert_eq!(page.script(&ask).await, "reject");
    page.goto("predict?lang=en&device=cpu&sample=trouser&ratio=1").await;
    let accepted = || async { says(&page).await.contains("Accept Trouser") };
    page.wait_until(START, "the address wins over what was kept", accepted).await;
    assert_eq!(page.script(&ask).await, "accept");
}

#[tokio::test]
async fn costs_that_were_set_are_kept() {
    let (page, _) = decide(&Options::default()).await;
    type_in(&page, "A review", "2.5").await;
    page.goto("decide?lang=en&device=cpu").await;
    page.wait_until(START, "the counts", || async { counts(&page).await.is_some() }).await;
    assert_eq!(page.node("spinbutton", "A review").await.value, "2.5");
    assert_eq!(page.node("spinbutton", "A false accept").await.value, "10");
}

#[tokio::test]
async fn blank_images_and_digits_are_caught_by_two_measures_and_not_by_one() {
    let (page, _) = decide(&Options::phone()).await;
    let row = |name: &'static str| {
        let script = format!(
            "const row = [...document.querySelectorAll('.decide-probe-table tr')]
                .find((row) => row.querySelector('th').innerText.trim() === '{name}');
            return row ? [...row.querySelectorAll('td')].map((cell) => parseFloat(cell.innerText)) : [];"
        );
        let page = &page;
        async move {
            let cells = page.script(&script).await;
            let cells = cells.as_array().cloned().unwrap_or_default();
            cells.iter().filter_map(serde_json::Value::as_f64).collect::<Vec<f64>>()
        }
    };
    let judged = || async { row("Blank").await.len() == 4 };
    page.wait_until(START, "the probes judged", judged).await;
    let over = page
        .script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth",
        )
        .await;
    assert_eq!(over.as_f64(), Some(0.0), "the page is wider than the phone");
    let [blank, digit] = [row("Blank").await, row("Digit").await];
    assert!(blank[0] < 90.0 && blank[1] == 100.0, "{blank:?}");
    assert!(digit[0] < digit[1] && digit[1] > 90.0, "{digit:?}");
    type_in(&page, "Times the limit", "8").await;
    let fewer = || async { row("Digit").await.get(1).is_some_and(|caught| *caught < digit[1]) };
    page.wait_until(START, "fewer digits caught", fewer).await;
    page.node("switch", tests::browser::Name::Contains("Count the probes too")).await;
    page.click("button", "Best lines for these costs").await;
    page.wait_until(START, "the address", || async { address(&page).await.contains("ratio=") })
        .await;
}
