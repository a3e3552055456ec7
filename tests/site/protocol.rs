//! What the worker answers when it is spoken to directly.

use protocol::messages::{DeviceWish, Event};
use tests::browser::{Options, Page, Worker};

#[tokio::test]
async fn a_panic_is_reported_with_its_message_before_the_worker_is_gone() {
    let page = Page::open("", &Options::default()).await;
    let events = Worker::start(&page, DeviceWish::Cpu).await.panic().await;
    let Some(Event::Crashed { message }) = events.last() else { panic!("{events:?}") };
    assert!(message.contains("asked for a panic"), "{message}");
}
