//! The pages come up at all, under the shipped content security policy.

use tests::browser::{Name, Options, PATIENCE, Page};

#[tokio::test]
async fn a_page_comes_up_with_a_heading_and_without_errors() {
    // The second one is a deep link: a plain file server knows nothing of the app's routes.
    for path in ["", "predict"] {
        let page = Page::open(path, &Options::default()).await;
        // The heading of the static shell is there at once; the program has taken over when the shell's bar is gone.
        page.wait_until(PATIENCE, "the program has started", async || {
            page.script("return document.querySelector('#boot') === null").await == true
        })
        .await;
        let heading = page.node("heading", Name::Any).await;
        assert!(!heading.name.is_empty(), "/{path}: the heading is empty");
        assert_eq!(page.console_errors().await, Vec::<String>::new(), "/{path}");
    }
}
