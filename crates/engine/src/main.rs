//! The binary of the worker for the CPU. All of it is in the library.

fn main() {
    #[cfg(target_arch = "wasm32")]
    engine::worker::start(option_env!("VITRINA_BUILD").unwrap_or("dev"));
}
