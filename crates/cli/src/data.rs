//! `vitrina data`: the files of the data set and of the photos, found, downloaded, verified.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use anyhow::Context;
use dataset::photos::fixture;
use download::{Photos, files};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use text::Lang;
use vision::cutout::reduced;
use vision::decode::decode;

use crate::output::say;

/// Longest side and quality of the pictures that the tests carry.
const FIXTURE_SIDE: usize = 256;
const FIXTURE_QUALITY: u8 = 75;

/// Arguments of `vitrina data`.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    other: Option<Other>,
    /// Folder that has the four files, compressed or not. Without it: the folder named by
    /// VITRINA_DATA, the cache, the package dataset-fashion-mnist, the network.
    #[arg(long)]
    from: Option<PathBuf>,
    /// Folder to put them in, compressed. The cache by default.
    to: Option<PathBuf>,
}

/// Another data set.
#[derive(clap::Subcommand)]
enum Other {
    /// Find or download the photos of the clothing data set (CC0), and verify them. A folder of that
    /// name for the data set itself is written ./photos.
    Photos(PhotosArguments),
}

/// Arguments of `vitrina data photos`.
#[derive(clap::Args)]
struct PhotosArguments {
    /// Folder that has the photos, or a Git repository of alexeygrigorev/clothing-dataset, bare or
    /// not. Without it: what VITRINA_PHOTOS names, the cache, the network.
    #[arg(long)]
    from: Option<PathBuf>,
    /// Folder to put the photos in. The cache by default.
    to: Option<PathBuf>,
    /// Write only the small pictures that the tests carry, into this folder.
    #[arg(long, value_name = "DIR")]
    fixture: Option<PathBuf>,
}

/// Finds the files, verifies them and puts them where they belong.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    match &arguments.other {
        None => download::store_all(arguments.from.as_deref(), arguments.to.as_deref(), lang),
        Some(Other::Photos(PhotosArguments { from, fixture: Some(folder), .. })) => {
            write_fixture(from.as_deref(), folder, lang)
        }
        Some(Other::Photos(PhotosArguments { from, to, .. })) => {
            download::store_photos(from.as_deref(), to.as_deref(), lang)
        }
    }
}

/// Writes the test photos of [`fixture`], reduced, with what they show.
fn write_fixture(from: Option<&Path>, folder: &Path, lang: Lang) -> anyhow::Result<()> {
    let photos = Photos::open(from, lang)?;
    let mut labels = "image,sender,truth,set\n".to_owned();
    for (set, chosen) in ["random", "person"].into_iter().zip(fixture()) {
        for photo in chosen {
            labels += &format!("{},{},{},{set}\n", photo.image, photo.sender, photo.truth);
            let picture = decode(&photos.read(&photo)?).with_context(|| photo.image.to_owned())?;
            let small = reduced(&picture, FIXTURE_SIDE).context("a photo without pixels")?;
            let small = RgbImage::from_raw(small.width, small.height, small.rgb);
            let mut file = Cursor::new(Vec::new());
            let encoder = JpegEncoder::new_with_quality(&mut file, FIXTURE_QUALITY);
            small.context("a picture of that size")?.write_with_encoder(encoder)?;
            files::write(&folder.join(format!("{}.jpg", photo.image)), file.get_ref())?;
        }
    }
    files::write(&folder.join("labels.csv"), labels.as_bytes())?;
    Ok(say!("{}", folder.display())?)
}
