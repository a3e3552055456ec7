//! Where the data comes from: the split, its seed, and the checksums of the files. It needs
//! nothing to be loaded.

use dataset::{FILES, SPLIT_SEED, VALIDATION};
use leptos::prelude::*;

use crate::app::preferences::use_lang;

/// Bytes of the header of a file of labels; each label is one byte more.
const LABELS_HEADER: usize = 8;

/// The card.
#[component]
pub fn Origin() -> impl IntoView {
    let lang = use_lang();
    let [_, train_labels, _, test_labels] = FILES.map(|file| file.bytes - LABELS_HEADER);
    let text = move || {
        let lang = lang.get();
        let [all, validation, train, test] =
            [train_labels, VALIDATION, train_labels - VALIDATION, test_labels]
                .map(|count| lang.count(count as u64));
        lang.origin_text(&all, &validation, &train, &test)
    };
    let files = FILES.map(|file| {
        view! {
            <tr>
                <th scope="row">{file.name}</th>
                <td class="num">{move || lang.get().count(file.bytes as u64)}</td>
                <td><code>{file.sha256}</code></td>
            </tr>
        }
    });
    view! {
        <section class="card origin" aria-labelledby="origin-title">
            <h2 id="origin-title">{move || lang.get().origin_title()}</h2>
            <p>{text}</p>
            <dl class="origin-facts">
                <div>
                    <dt>{move || lang.get().origin_seed()}</dt>
                    <dd class="num">{SPLIT_SEED.to_string()}</dd>
                </div>
                <div>
                    <dt>{move || lang.get().origin_set()}</dt>
                    <dd>"Fashion-MNIST, Zalando SE"</dd>
                </div>
                <div>
                    <dt>{move || lang.get().origin_licence()}</dt>
                    <dd>"MIT"</dd>
                </div>
            </dl>
            <h3>{move || lang.get().origin_checksums()}</h3>
            <div class="scroll" tabindex="0" role="region" aria-label=move || lang.get().origin_checksums()>
                <table class="numbers">
                    <thead>
                        <tr>
                            <th scope="col">{move || lang.get().origin_file()}</th>
                            <th scope="col" class="num">{move || lang.get().origin_bytes()}</th>
                            <th scope="col">{move || lang.get().origin_checksum()}</th>
                        </tr>
                    </thead>
                    <tbody>{files.into_iter().collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
