//! Parts that pages share. They show and forward; what they show is computed elsewhere.

mod api_line;
mod chart;
mod choices;
mod confusion;
pub mod device;
pub mod dismiss;
pub mod download;
mod file_button;
pub mod icons;
pub mod picture;
mod pixels;
mod plain_table;
pub mod popover;
mod reading_choice;
mod sample_strip;
pub mod samples;
pub mod segmented;
pub mod snapshot;
pub mod status;
mod table_behind;

pub use api_line::ApiLine;
pub use chart::{Chart, Sheet};
pub use choices::{Select, ShareSlider};
pub use confusion::{ConfusionTable, Grid};
pub use device::DeviceFacts;
pub use file_button::FileButton;
pub use icons::{Icon, VerdictMark, verdict_class};
pub use pixels::{Pixels, context, paint};
pub use plain_table::{PlainTable, Table};
pub use reading_choice::ReadingChoice;
pub use sample_strip::SampleStrip;
pub use segmented::Segmented;
pub use table_behind::TableBehind;
