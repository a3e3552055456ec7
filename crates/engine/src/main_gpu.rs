//! The binary of the worker with the GPU's code. All of it is in the library.

fn main() {
    #[cfg(target_arch = "wasm32")]
    engine::worker::start(option_env!("VITRINA_BUILD").unwrap_or("dev"));
}
