//! A cut-out that a person corrects.

use tests::browser::{Name, Options, Page};
use thirtyfour::Key;

use crate::{START, photo, says};

/// The name of the photo that is drawn on; it says how much was cut away.
async fn paper(page: &Page) -> String {
    page.node("application", Name::Contains("The photo; ")).await.name
}

/// Waits until the name of the photo that is drawn on is another one than `before`, but for its strokes.
async fn recut(page: &Page, before: &str) -> String {
    let share = |name: &str| name.split("Strokes").next().unwrap_or_default().to_owned();
    let is_new = || async { share(&paper(page).await) != share(before) };
    page.wait_until(START, "another cut", is_new).await;
    paper(page).await
}

#[tokio::test]
async fn a_wrong_cut_is_corrected_with_the_keyboard_alone() {
    let page = Page::open("predict?lang=en", &Options::default()).await;
    // A dress that lies on its side, on boards with sunlight.
    page.upload(&[&photo("974964a0-77cc-47b3-a54f-57eea90bb3fe")]).await;
    let judged = || async { says(&page).await.contains("reconstruction error") };
    page.wait_until(START, "the verdict", judged).await;
    let press = async |role: &str, name: &str, key: Key| {
        let element = page.find(role, name).await;
        element.focus().await.expect("it takes the focus");
        element.send_keys(key).await.expect("a key can be pressed");
    };
    press("button", "Correct the cut", Key::Enter).await;
    let first = paper(&page).await;
    assert!(first.contains("Strokes drawn: 0."), "{first}");

    // Upright: width and height change places.
    let caption = async || {
        let text = says(&page).await;
        let size = text.split("photo, ").nth(1).expect("the film's first caption");
        size.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
    };
    let lying = caption().await;
    press("button", "Turn right", Key::Enter).await;
    let is_upright = || async { caption().await != lying };
    page.wait_until(START, "the photo upright", is_upright).await;
    let mut sides: Vec<String> = lying.split(" × ").map(str::to_owned).collect();
    sides.reverse();
    assert_eq!(caption().await, sides.join(" × "));
    let turned = paper(&page).await;

    // A small box in the middle: nearly all is cut away.
    let choice = page.find("radio", "box").await;
    choice.focus().await.expect("the choice takes the focus");
    choice.send_keys(Key::Space).await.expect("the box can be chosen");
    let surface = page.find("application", Name::Contains("The photo; ")).await;
    surface.focus().await.expect("the photo takes the focus");
    for key in [Key::Space, Key::Right, Key::Right, Key::Down, Key::Down, Key::Space] {
        surface.send_keys(key).await.expect("a key can be pressed");
    }
    let boxed = recut(&page, &turned).await;
    assert!(boxed.contains("Strokes drawn: 1."), "{boxed}");

    // Taken back, stroke by stroke, to the photo as it came.
    surface.send_keys(Key::Control + "z").await.expect("keys can be pressed together");
    let back = recut(&page, &boxed).await;
    assert_eq!(back, turned);
    press("button", "Start over", Key::Enter).await;
    let is_lying = || async { caption().await == lying && paper(&page).await == first };
    page.wait_until(START, "the photo as it came", is_lying).await;
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn garment_and_ground_are_painted_with_the_mouse_and_the_verdict_follows() {
    let page = Page::open("predict?lang=en", &Options::default()).await;
    // A pullover on a piece of cardboard on a dark ground.
    page.upload(&[&photo("3ef69c02-2f8b-433a-9c42-ea2f7ee1c142")]).await;
    let judged = || async { says(&page).await.contains("reconstruction error") };
    page.wait_until(START, "the verdict", judged).await;
    page.click("button", "Correct the cut").await;
    let before = paper(&page).await;
    let choice = page.find("radio", "ground").await;
    choice.click().await.expect("the brush can be chosen");
    let surface = page.find("application", Name::Contains("The photo; ")).await;
    surface.scroll_into_view().await.expect("the photo can be scrolled to");
    let (wide, high) = surface.rect().await.map(|rect| (rect.width, rect.height)).expect("a size");
    // From the photo's middle, where the driver measures from.
    let place = |x: f64, y: f64| ((wide * x) as i64, (high * y) as i64);
    let (from, to) = (place(-0.2, -0.2), place(0.1, 0.3));
    let chain = page.driver().action_chain();
    let stroke = chain.move_to_element_with_offset(&surface, from.0, from.1).click_and_hold();
    let stroke = stroke.move_by_offset(to.0 - from.0, to.1 - from.1).release();
    stroke.perform().await.expect("a stroke can be drawn");
    let painted = recut(&page, &before).await;
    assert!(painted.contains("Strokes drawn: 1."), "{painted}");
    // What was drawn is still there after another image was looked at.
    page.click("button", Name::Contains("Ankle boot")).await;
    let boot = || async { says(&page).await.contains("Accept Ankle boot") };
    page.wait_until(START, "the verdict of a boot", boot).await;
    page.click("option", Name::Contains("3ef69c02")).await;
    page.wait_until(START, "the pullover's cut", || async { paper(&page).await == painted }).await;
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}
