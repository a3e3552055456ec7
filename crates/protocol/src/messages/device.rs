//! The device that the engine runs on, and why.

use serde::{Deserialize, Serialize};

/// Which device the visitor asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceWish {
    /// The GPU where it is real hardware and passes the self-test, else the CPU.
    #[default]
    Best,
    /// The CPU, whatever there is.
    Cpu,
    /// WebGPU, even on a software adapter; starting fails where there is none.
    Webgpu,
}

/// The device that the engine runs on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Device {
    /// WebGPU on the adapter of this name.
    Webgpu {
        /// The adapter's own name, such as "apple m2" or "SwiftShader".
        adapter: String,
        /// Whether the adapter computes on the CPU.
        software: bool,
    },
    /// One CPU thread of WebAssembly with SIMD.
    Cpu,
}

/// Why this device was chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DeviceReason {
    /// The visitor asked for it.
    Asked,
    /// A real GPU that passed the self-test.
    SelfTestPassed,
    /// The browser offers no WebGPU here.
    NoWebgpu,
    /// WebGPU is withheld because the page did not come over https or from localhost.
    InsecureContext,
    /// WebGPU found no adapter or could not start; the browser's own words.
    NoAdapter(String),
    /// The adapter is a software one, slower than the CPU path.
    SoftwareAdapter(String),
    /// The GPU's results differ from the CPU's by more than the tolerance.
    SelfTestFailed {
        /// Largest absolute difference between the two.
        difference: f32,
    },
    /// Not a browser: the native CPU.
    Native,
}

/// The device, why it was chosen, and the self-test's figure where one ran.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceReport {
    /// What the engine runs on.
    pub device: Device,
    /// Why.
    pub reason: DeviceReason,
    /// Largest absolute difference between GPU and CPU in the self-test.
    pub self_test_difference: Option<f32>,
}
