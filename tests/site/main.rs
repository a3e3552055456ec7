//! The real site in a real browser, one behaviour a file.

mod smoke;
