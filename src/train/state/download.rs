//! Files for the visitor's own disk.

use std::rc::Rc;

use leptos::task::spawn_local;
use protocol::messages::{Event, FileFormat, Request};

use super::Training;
use super::names;
use super::notice::Notice;
use super::run::{Download, RunId};
use crate::client::Heard;
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
            self.export(name, file, format, file_name);
        });
    }

    fn export(self, name: String, file: Vec<u8>, format: FileFormat, file_name: String) {
        let name = Rc::new(name);
        let owner = name.clone();
        let listener = move |heard| match heard {
            Heard::Event(Event::File { bytes, .. }) => save_bytes(&file_name, &bytes),
            Heard::Event(Event::Failed { error, .. }) => {
                self.tell(Notice::Failed { name: owner.to_string(), error });
            }
            Heard::Lost => self.tell(Notice::NoEngine { name: owner.to_string() }),
            Heard::Event(_) => {}
        };
        let job = self.engine.submit(|job| Request::Export { job, file, format }, listener);
        if job.is_none() {
            self.tell(Notice::NoEngine { name: name.to_string() });
        }
    }
}
