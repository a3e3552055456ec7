//! Many images at once: warned of, sorted, taken away, cancelled.

use std::fs;
use std::path::{Path, PathBuf};

use dataset::Class;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use serde_json::Value;
use tests::browser::{Name, Options, Page};

use crate::{START, folder, read, sample, says};

async fn comes(page: &Page, words: &str) {
    page.wait_until(START, words, || async { says(page).await.contains(words) }).await;
}

/// A picture with blocks (left, top, right, bottom) of a colour on a ground.
fn drawn(path: &Path, size: (u32, u32), ground: [u8; 3], blocks: &[[u32; 4]], colour: [u8; 3]) {
    let inside =
        |x, y| blocks.iter().any(|b| (b[0]..b[2]).contains(&x) && (b[1]..b[3]).contains(&y));
    let pixel = |x, y| Rgb(if inside(x, y) { colour } else { ground });
    let image = RgbImage::from_fn(size.0, size.1, pixel);
    image.save(path).expect("a picture can be written");
}

/// The sample as a JPEG that lies on its side and says so.
fn lying(class: Class, path: &Path) {
    let photo = image::open(sample(class.slug())).expect("the sample is there").to_rgb8();
    // Orientation 6: to be turned a quarter clockwise.
    let lying = image::imageops::rotate270(&photo);
    let exif = [b"II*\0".as_slice(), &[8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6], &[0; 7]];
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(exif.concat()).expect("EXIF can be set");
    let (width, height) = lying.dimensions();
    let written = encoder.write_image(&lying, width, height, ExtendedColorType::Rgb8);
    written.expect("a JPEG can be encoded");
    fs::write(path, bytes).expect("a file can be written");
}

/// What the table shows in a column now, row by row.
async fn column(page: &Page, place: usize) -> Vec<String> {
    let script = format!(
        "return [...document.querySelectorAll('.results tbody tr')]
            .filter((row) => row.children.length > 3)
            .map((row) => row.children[{place}].innerText.trim());"
    );
    let cells = page.script(&script).await;
    let cells = cells.as_array().expect("there are rows");
    cells.iter().map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect()
}

fn shares(cells: &[String]) -> Vec<f64> {
    let number = |cell: &String| cell.trim_end_matches('%').parse().ok();
    cells.iter().map(|cell| number(cell).expect("a share")).collect()
}

#[tokio::test]
async fn a_mixed_batch_is_warned_of_sorted_and_taken_away() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let (light, dark) = ([245, 244, 240], [40, 40, 50]);
    drawn(&at("white.png"), (300, 400), [110; 3], &[[80, 60, 220, 340]], [235, 233, 228]);
    drawn(&at("two.png"), (400, 300), light, &[[20, 60, 160, 260], [240, 60, 380, 260]], dark);
    drawn(&at("pale.png"), (300, 300), [200; 3], &[[80, 60, 220, 240]], [184; 3]);
    drawn(&at("tiny.png"), (12, 12), light, &[[3, 3, 9, 10]], dark);
    lying(Class::Trouser, &at("lying, \"side\".jpg"));
    fs::write(at("words.png"), "no picture").expect("a file can be written");
    let names =
        ["white.png", "two.png", "pale.png", "tiny.png", "lying, \"side\".jpg", "words.png"];
    let mut files: Vec<PathBuf> = names.iter().map(|name| at(name)).collect();
    files.extend(Class::ALL.map(|class| sample(class.slug())));
    let page = Page::open("predict", &Options::default()).await;
    page.upload(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>()).await;
    comes(&page, "16 images").await;

    let warned = [
        ("white.png", "white"),
        ("two.png", "more than one object"),
        ("pale.png", "equally bright"),
        ("tiny.png", "small"),
    ];
    for (file, word) in warned {
        page.click("option", Name::Contains(file)).await;
        let listed = || async {
            let text = page.script("return document.querySelector('.warnings').innerText").await;
            let name = page.script("return document.querySelector('.detail-name').innerText").await;
            name == file && text.as_str().unwrap_or_default().to_lowercase().contains(word)
        };
        page.wait_until(START, &format!("a warning of {file}"), listed).await;
    }
    let lying = page.node("option", Name::Contains("lying")).await;
    assert!(lying.name.contains("Trouser"), "{}", lying.name);

    page.click("button", "Confidence").await;
    let rising = shares(&column(&page, 2).await);
    assert!(rising.len() == 15 && rising.is_sorted(), "{rising:?}");
    page.click("button", "Confidence").await;
    assert!(shares(&column(&page, 2).await).iter().rev().is_sorted());
    page.click("button", "Image").await;
    let names = column(&page, 0).await;
    assert!(names.iter().map(|name| name.to_lowercase()).is_sorted(), "{names:?}");

    let (_folder, file) = page.download("Download as CSV").await;
    let (name, csv) = read(&file);
    assert_eq!(name, "vitrina-results.csv");
    let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("file,true_class,class,confidence,"), "{}", lines[0]);
    assert_eq!(lines.len(), 17);
    assert!(lines.iter().any(|line| line.starts_with("\"lying, \"\"side\"\".jpg\",,Trouser,")));
    let (_folder, file) = page.download("Download as JSON").await;
    let (name, json) = read(&file);
    assert_eq!(name, "vitrina-results.json");
    let answers: Vec<Value> = serde_json::from_str(&json).expect("the file is JSON");
    let of =
        |file: &str| answers.iter().find(|answer| answer["file"] == file).expect("it is there");
    assert_eq!((answers.len(), &of("words.png")["code"]), (16, &"not_an_image".into()));
    assert_eq!(of("bag.png")["predicted"]["name"], "Bag");
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_large_batch_is_cancelled_and_the_rest_judged_later() {
    let folder = folder();
    let picture = fs::read(sample("coat")).expect("the sample is there");
    let files: Vec<PathBuf> =
        (0..500).map(|place| folder.path().join(format!("coat-{place:03}.png"))).collect();
    for file in &files {
        fs::write(file, &picture).expect("a file can be written");
    }
    let page = Page::open("predict", &Options::default()).await;
    page.upload(&[&sample("bag")]).await;
    comes(&page, "% confidence").await;
    page.click("button", "Remove").await;
    page.upload(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>()).await;
    comes(&page, "of 500 classified").await;
    page.click("button", "Cancel").await;
    let rest = page.node("button", "Classify the rest").await;
    assert_ne!(rest.property("disabled"), Some(&true.into()));
    let text = says(&page).await;
    let done = text.split(" of 500 classified").next().and_then(|text| text.split(' ').next_back());
    let done: u32 = done.and_then(|count| count.parse().ok()).expect("a count");
    assert!((1..500).contains(&done), "{done}");
    page.click("button", "Classify the rest").await;
    comes(&page, "500 images").await;
    // The pictures of few are kept; those of another are made again when it is looked at.
    page.click("option", Name::Contains("coat-007.png")).await;
    let film = "return document.querySelectorAll('.frame:not([aria-hidden])').length";
    let seen = || async { page.script(film).await.as_u64() > Some(3) };
    page.wait_until(START, "the film of another image", seen).await;
    let heap = page.script("return performance.memory.usedJSHeapSize").await;
    assert!(heap.as_f64().is_some_and(|bytes| bytes < 64e6), "{heap} bytes");
    let longest = page.longest_task_ms().await;
    assert!(longest < 1_000.0, "a task held up the page for {longest} ms");
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}
