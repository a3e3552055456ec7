//! The visitor's files, which come beside a request as the browser's own handles: nothing of them is
//! copied before their bytes are needed, and nothing is kept of a job that is over.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{Array, Uint8Array};
use protocol::messages::{JobId, job_of};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

thread_local! {
    static FILES: RefCell<BTreeMap<(JobId, u32), Blob>> = const { RefCell::new(BTreeMap::new()) };
}

/// The bytes of a message: an array of bytes, or a list of one and of files, which are kept for its
/// job.
pub fn take_in(message: &JsValue) -> Vec<u8> {
    let Some(parts) = message.dyn_ref::<Array>() else {
        return Uint8Array::new(message).to_vec();
    };
    let bytes = Uint8Array::new(&parts.get(0)).to_vec();
    if let Some(job) = job_of(&bytes) {
        let files = parts.iter().skip(1).filter_map(|file| file.dyn_into::<Blob>().ok());
        let placed = (0..).zip(files).map(|(place, file)| ((job, place), file));
        FILES.with_borrow_mut(|kept| kept.extend(placed));
    }
    bytes
}

/// The bytes of a file of a job; none where the browser cannot read it.
pub async fn read(job: JobId, place: u32) -> Option<Vec<u8>> {
    let file = FILES.with_borrow_mut(|kept| kept.remove(&(job, place)))?;
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Forgets the files of a job.
pub fn forget(job: JobId) {
    FILES.with_borrow_mut(|kept| kept.retain(|(of, _), _| *of != job));
}
