//! The parts of the data set, fetched when a job first needs them and then kept.

use std::rc::Rc;

use dataset::{CLASSES, Dataset, PIXELS, Part};
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use protocol::messages::{JobError, Pick, Survey};
use sha2::{Digest, Sha256};

use crate::host::Host;

/// See the [module](self).
#[derive(Default)]
pub struct Holdings {
    /// Address of the folder that has the parts' files.
    pub folder: String,
    parts: [Option<Rc<Dataset>>; 3],
}

impl Holdings {
    /// A part, fetched where it is not there yet. `progress` counts bytes.
    ///
    /// # Errors
    /// The file cannot be had, or is not the one that is expected.
    pub async fn part(
        &mut self,
        host: &impl Host,
        part: Part,
        progress: &dyn Fn(u64, u64),
    ) -> Result<Rc<Dataset>, JobError> {
        if let Some(data) = &self.parts[part.index()] {
            return Ok(data.clone());
        }
        let address = format!("{}{}", self.folder, part.file());
        let packed = host
            .fetch(&address, progress)
            .await
            .map_err(|reason| JobError::NotLoaded { file: part.file().to_owned(), reason })?;
        let data = unpack(&packed, part)
            .map_err(|reason| JobError::Damaged { file: part.file().to_owned(), reason })?;
        let data = Rc::new(data);
        self.parts[part.index()] = Some(data.clone());
        Ok(data)
    }
}

/// The images in a part's file.
fn unpack(packed: &[u8], part: Part) -> Result<Dataset, String> {
    let bytes = decompress_to_vec_zlib_with_limit(packed, part.bytes())
        .map_err(|error| error.to_string())?;
    let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found != part.sha256() {
        return Err(format!("SHA-256 {found} instead of {}", part.sha256()));
    }
    Dataset::from_part(&bytes).ok_or_else(|| "not a part of the data set".to_owned())
}

/// Counts, class means and grey values of the three parts.
pub fn survey(parts: [&Dataset; 3]) -> Survey {
    let train = parts[Part::Train.index()];
    let mut sums = vec![0u64; CLASSES * PIXELS];
    let mut histogram = vec![0u64; CLASSES * 256];
    for (&label, image) in train.labels.iter().zip(train.pixels.chunks_exact(PIXELS)) {
        let class = usize::from(label);
        let sums = &mut sums[class * PIXELS..(class + 1) * PIXELS];
        let histogram = &mut histogram[class * 256..(class + 1) * 256];
        for (sum, &pixel) in sums.iter_mut().zip(image) {
            *sum += u64::from(pixel);
            histogram[usize::from(pixel)] += 1;
        }
    }
    let counts = parts.map(|part| part.counts().map(|count| count as u32));
    let mean = |(place, sum): (usize, u64)| {
        let count = u64::from(counts[Part::Train.index()][place / PIXELS]).max(1);
        ((sum + count / 2) / count) as u8
    };
    let means = sums.into_iter().enumerate().map(mean).collect();
    Survey { counts, means, histogram }
}

/// The places that a pick names, and how many it has in all.
pub fn places(data: &Dataset, pick: &Pick) -> (Vec<u32>, u32) {
    match pick {
        Pick::Class { class, skip, count } => {
            let all = data.indices_of(*class);
            let some = all.iter().skip(*skip as usize).take(*count as usize);
            (some.map(|&place| place as u32).collect(), all.len() as u32)
        }
        Pick::Places(places) => {
            let exists = |place: &u32| (*place as usize) < data.len();
            let places: Vec<u32> = places.iter().copied().filter(exists).collect();
            let total = places.len() as u32;
            (places, total)
        }
    }
}

#[cfg(test)]
mod tests {
    use dataset::Class;

    use super::*;

    fn data(labels: &[u8]) -> Dataset {
        let pixels = labels.iter().flat_map(|&label| vec![label * 10; PIXELS]).collect();
        Dataset { pixels, labels: labels.to_vec() }
    }

    #[test]
    fn the_survey_counts_and_averages() {
        let mut train = data(&[1, 1, 3]);
        train.pixels[0] = 20;
        let (validation, test) = (data(&[3]), data(&[0, 1]));
        let survey = survey([&train, &validation, &test]);
        assert_eq!(survey.counts[0][..4], [0, 2, 0, 1]);
        assert_eq!(survey.counts[2][..2], [1, 1]);
        assert_eq!(survey.means[PIXELS..PIXELS + 2], [15, 10]);
        assert_eq!(survey.histogram[256 + 10], 2 * PIXELS as u64 - 1);
        assert_eq!(survey.histogram[256 + 20], 1);
    }

    #[test]
    fn a_pick_gives_what_exists() {
        let data = data(&[1, 2, 1, 1]);
        let class =
            |skip, count| places(&data, &Pick::Class { class: Class::Trouser, skip, count });
        assert_eq!(class(1, 5), (vec![2, 3], 3));
        assert_eq!(class(9, 5), (vec![], 3));
        assert_eq!(places(&data, &Pick::Places(vec![3, 4])), (vec![3], 1));
    }

    #[test]
    fn a_file_that_is_not_the_part_is_refused() {
        assert!(unpack(&[1, 2, 3], Part::Test).is_err());
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&data(&[1]).to_part(), 1);
        assert!(unpack(&packed, Part::Test).unwrap_err().contains("SHA-256"));
    }
}
