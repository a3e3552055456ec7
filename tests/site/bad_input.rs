//! What is no usable picture gets a sentence, and the others still get their verdict.

use std::fs;
use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgba, RgbaImage};
use tests::browser::{Options, Page};

use crate::{START, folder, sample};

fn png(image: DynamicImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, ImageFormat::Png).expect("a picture can be encoded");
    file.into_inner()
}

#[tokio::test]
async fn one_bad_file_after_another_and_a_good_one_among_them() {
    let folder = folder();
    let good = fs::read(sample("dress")).expect("the sample is there");
    let mut huge = png(GrayImage::new(8, 8).into());
    // The size in the header of a PNG: 20,000 × 20,000, with its checksum.
    huge[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    let checksum = crc32(&huge[12..29]);
    huge[29..33].copy_from_slice(&checksum.to_be_bytes());
    // A transparent AVIF, and the same with a size of 17,000 × 17,000 in its header.
    let avif = include_bytes!("../../crates/engine/tests/pictures/clear.avif");
    let mut huge_avif = avif.to_vec();
    let place = avif.windows(4).position(|kind| kind == b"ispe").expect("it has a size") + 8;
    huge_avif[place..place + 8].copy_from_slice(&[0, 0, 0x42, 0x68, 0, 0, 0x42, 0x68]);
    let clear = RgbaImage::from_pixel(60, 60, Rgba([0, 0, 0, 0]));
    let files = [
        ("empty.png", Vec::new()),
        ("words.png", b"these are words".to_vec()),
        ("cut.png", good[..good.len() / 2].to_vec()),
        ("huge.png", huge),
        ("one-pixel.png", png(GrayImage::from_pixel(1, 1, Luma([9])).into())),
        ("blank.png", png(GrayImage::from_pixel(300, 200, Luma([255])).into())),
        ("clear.png", png(clear.into())),
        ("clear.avif", avif.to_vec()),
        ("huge.avif", huge_avif),
        ("good.png", good.clone()),
    ];
    let paths: Vec<_> = files
        .iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("a file can be written");
            path
        })
        .collect();
    let page = Page::open("predict", &Options::default()).await;
    page.upload(&paths.iter().map(|path| path.as_path()).collect::<Vec<_>>()).await;
    let all = || async { page.text().await.contains("10 images") };
    page.wait_until(START, "an answer to each file", all).await;
    let names: Vec<String> =
        page.all("option").await.into_iter().map(|option| option.name).collect();
    let of = |file: &str| {
        let found = names.iter().find(|name| name.starts_with(file));
        found.unwrap_or_else(|| panic!("{file} is missing: {names:?}")).to_lowercase()
    };
    for refused in ["empty.png", "words.png", "cut.png", "huge.png", "huge.avif"] {
        assert!(of(refused).contains("not classified"), "{}", of(refused));
    }
    for judged in ["one-pixel.png", "blank.png", "clear.png", "clear.avif"] {
        let name = of(judged);
        assert!(["accept", "review", "reject"].iter().any(|word| name.contains(word)), "{name}");
    }
    assert!(of("good.png").contains("accept") && of("good.png").contains("dress"));
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

/// CRC-32 as PNG uses it (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    };
    !bytes.iter().fold(!0, step)
}
