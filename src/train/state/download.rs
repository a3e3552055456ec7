//! Files for the visitor's own disk.

use leptos::task::spawn_local;
use protocol::messages::FileFormat;

use super::Training;
use super::names;
use super::notice::Notice;
use super::run::{Download, RunId};
use crate::client::{End, tasks};
use crate::components::download::save_bytes;

impl Training {
    /// Hands a file of a run to the browser's downloads. What its newest checkpoint holds is
    /// what is written.
    pub fn download(self, id: &RunId, what: Download) {
        let id = id.clone();
        spawn_local(async move {
            let Some((name, step)) = self.saved(&id) else { return };
            let Some(file) = self.file(&id).await else {
                return self.tell(Notice::NoFile { name });
            };
            let file_name = names::download(&name, step, what);
            let format = match what {
                Download::Run => return save_bytes(&file_name, &file),
                Download::Burnpack => FileFormat::Burnpack,
                Download::Safetensors => FileFormat::Safetensors,
            };
            match self.engine.ask(tasks::export(file, format)).await {
                Ok(bytes) => save_bytes(&file_name, &bytes),
                Err(End::Failed(error)) => self.tell(Notice::Failed { name, error }),
                Err(End::Lost) => self.tell(Notice::NoEngine { name }),
                Err(End::Done | End::Cancelled) => {}
            }
        });
    }
}
