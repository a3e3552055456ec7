//! Flagged images as a JSON file to take away. Pure.

use dataset::SIDE;
use serde::Serialize;

use super::list::Flag;

#[derive(Serialize)]
struct File<'a> {
    format: &'static str,
    version: u32,
    /// Side of the images, in pixels.
    side: usize,
    images: Vec<Image<'a>>,
}

#[derive(Serialize)]
struct Image<'a> {
    name: &'a str,
    /// The right class: its label, 0 to 9, and the data set's English name.
    label: u8,
    class: &'static str,
    /// The class that was predicted, by name.
    predicted: &'static str,
    is_from_test: bool,
    /// Grey values, row by row, two hexadecimal digits each, garment light on black.
    pixels: String,
}

/// The file's text.
///
/// # Errors
/// None for flags; the codec's own error otherwise.
pub fn json(flags: &[Flag]) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&File {
        format: "vitrina-flags",
        version: 1,
        side: SIDE,
        images: flags.iter().map(image).collect(),
    })
}

fn image(flag: &Flag) -> Image<'_> {
    Image {
        name: &flag.name,
        label: flag.label.label(),
        class: flag.label.name(),
        predicted: flag.predicted.name(),
        is_from_test: flag.is_from_test,
        pixels: hexadecimal(&flag.pixels),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::list::tests::flag;
    use super::*;

    #[test]
    fn a_flag_is_written_with_its_labels_and_pixels() {
        let text = json(&[flag(10)]).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let image = &value["images"][0];
        assert_eq!((value["side"].as_u64(), image["label"].as_u64()), (Some(28), Some(4)));
        assert_eq!((&image["class"], &image["predicted"]), (&"Coat".into(), &"Shirt".into()));
        assert_eq!(image["pixels"].as_str().unwrap(), "0a".repeat(784));
    }
}
