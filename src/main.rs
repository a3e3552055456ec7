//! The page's program. All of it is in the library.

fn main() {
    vitrina::run();
}
