//! `vitrina samples`: the site's sample pictures, one a class, made from the test set.
//!
//! The first test image of each class is turned back into the photo that the data set's own steps
//! would make it from: enlarged, dark on white, with a margin. None is chosen by its result.

use std::io::Cursor;
use std::path::PathBuf;

use anyhow::Context;
use dataset::{Class, PIXELS};
use image::{GrayImage, ImageFormat};
use text::Lang;
use vision::photo::as_photo;

use download::files;

use crate::output::say;

/// Pixels of the photo for a pixel of the test image: odd, so that a cell has a centre.
const SCALE: u32 = 15;
/// White pixels around it.
const MARGIN: u32 = 30;

/// Arguments of `vitrina samples`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Folder for the pictures.
    #[arg(long, default_value = "public/samples")]
    output: PathBuf,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Writes ten pictures.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let (_, test) = download::load(arguments.data.as_deref(), lang)?;
    for class in Class::ALL {
        let index = *test
            .indices_of(class)
            .first()
            .with_context(|| format!("the test set has no {}", class.name()))?;
        let pixels: &[u8; PIXELS] = test.image(index).try_into()?;
        let (width, height, grey) = as_photo(pixels, SCALE, MARGIN);
        let picture = GrayImage::from_raw(width, height, grey).context("a picture of that size")?;
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, ImageFormat::Png)?;
        let path = arguments.output.join(format!("{}.png", class.slug()));
        files::write(&path, file.get_ref())?;
        say!("{}  test image {index}", path.display())?;
    }
    Ok(())
}
