//! Parts that pages share. They show and forward; what they show is computed elsewhere.

mod api_line;
mod chart;
mod confusion;
mod device;
mod dismiss;
mod engine_notice;
mod file_button;
mod icons;
mod pixels;
mod popover;
mod rail;
mod reading_choice;
mod sample_strip;
mod segmented;
mod shell;
mod status;
mod table_behind;
mod topbar;

pub use api_line::ApiLine;
pub use chart::{Chart, Sheet};
pub use confusion::{ConfusionTable, Grid};
pub use device::DeviceFacts;
pub use file_button::FileButton;
pub use icons::{Icon, VerdictMark, verdict_class};
pub use pixels::{Pixels, context};
pub use reading_choice::ReadingChoice;
pub use sample_strip::SampleStrip;
pub use segmented::Segmented;
pub use shell::Shell;
pub use table_behind::TableBehind;
